// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What happens once a process runs no more, in OTP's order: timers, name, links, monitors.
 *
 * <p>Runs on the victim's own thread, or on a fresh one for a process that was declared dead; never
 * on the thread of whoever sent the signal, so that a chain of links does not recurse.
 */
final class Death {
    private Death() {}

    static void of(ProcessImpl process) {
        release(process);
        Relations ties = process.advance(ProcessImpl.Life.DEAD);
        ExitReason reason = process.reason();
        if (ties != null) {
            endOwnTies(process, ties);
            tellLinks(process, ties.links, reason);
            tellWatches(ties.watches, reason);
        }
        process.failCalls(process.mailbox.close());
        process.node.forget(process);
    }

    private static void release(ProcessImpl process) {
        List<Timer> timers = List.of();
        synchronized (process) {
            String name = process.registeredName();
            if (name != null) {
                process.node.names.remove(name, process);
                process.setName(null);
            }
            Relations ties = process.relationsOrNull();
            if (ties != null) {
                if (ties.timers != null) {
                    timers = new ArrayList<>(ties.timers);
                }
                if (ties.deadline != null) {
                    process.node.timers.cancel(ties.deadline);
                }
            }
        }
        timers.forEach(Timer::cancel);
        Relations ties = process.advance(ProcessImpl.Life.RELEASED);
        if (ties != null && ties.releaseWaiters != null) {
            ties.releaseWaiters.forEach(slot -> slot.complete(false));
        }
    }

    /** What the process wanted to know of others, and the addresses it could be reached at. */
    private static void endOwnTies(ProcessImpl process, Relations ties) {
        if (ties.monitors != null) {
            ties.monitors.values().forEach(Monitors::withdraw);
        }
        if (ties.aliases != null) {
            ties.aliases.keySet().forEach(process.node.aliases::remove);
        }
        process.node.nodeWatchers.remove(process);
    }

    private static void tellLinks(
            ProcessImpl process, @Nullable Map<Pid, Relation.Link> links, ExitReason reason) {
        if (links == null) {
            return;
        }
        for (Relation.Link link : links.values()) {
            if (!link.active || link.queued != null) {
                continue;
            }
            ProcessImpl peer = link.peer.process;
            if (peer != null) {
                peer.linkExit(process.pid, reason);
            } else {
                process.node.remote.linkGone(process, link.peer);
                process.node.remote.signal(
                        link.peer.node(), new Signal.LinkExit(process.pid, link.peer, reason));
            }
        }
    }

    private static void tellWatches(@Nullable Map<Ref, Watch> watches, ExitReason reason) {
        if (watches != null) {
            watches.values().forEach(watch -> watch.fired(reason));
        }
    }
}
