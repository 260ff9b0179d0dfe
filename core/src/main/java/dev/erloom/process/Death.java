// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happens once a process runs no more, in OTP's order: timers, name, links, monitors.
 *
 * <p>Links are told while monitors are still accepted, and fire later with the real reason: whoever
 * has both hears of the link first, and nobody who is linked ever hears {@code noproc} instead.
 *
 * <p>Runs on the victim's own thread, or on a fresh one for a process that was declared dead; never
 * on the thread of whoever sent the signal, so that a chain of links does not recurse.
 */
final class Death {
    private Death() {}

    static void of(ProcessImpl process) {
        ExitReason reason = process.reason();
        try {
            tellLinks(process, release(process), reason);
        } finally {
            tellOthers(process, reason);
        }
    }

    /** The mailbox is closed first: whoever has seen the end, and calls, hears {@code noproc}. */
    private static void tellOthers(ProcessImpl process, ExitReason reason) {
        Relations ties = process.advance(ProcessImpl.Life.DEAD);
        MailNode unread = process.mailbox.close();
        try {
            endOwnTies(process, ties);
            tellWatches(process, ties, reason);
        } finally {
            process.failCalls(unread);
            process.cutTies();
            process.node.forget(process);
        }
    }

    /** Gives back what others may want to have next: timers and the name. */
    private static @Nullable Relations release(ProcessImpl process) {
        List<Timer> timers = List.of();
        synchronized (process) {
            process.node.naming.releaseOf(process);
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
        if (process.due() != Timeouts.NEVER) {
            process.node.timers.cancel(process);
        }
        Relations ties = process.advance(ProcessImpl.Life.RELEASED);
        if (ties != null && ties.releaseWaiters != null) {
            ties.releaseWaiters.forEach(slot -> slot.complete(false));
        }
        return ties;
    }

    private static void tellLinks(
            ProcessImpl process, @Nullable Relations ties, ExitReason reason) {
        if (ties != null && ties.links != null) {
            for (Relation.Link link : ties.links.values()) {
                boolean isOpen = link.active && link.queued == null;
                ProcessImpl peer = link.peer.process;
                if (peer == null) {
                    process.node.remote.linkGone(process, link.peer);
                    if (isOpen) {
                        tell(process, () -> tellRemote(process, link.peer, reason));
                    }
                } else if (isOpen) {
                    peer.linkExit(process.pid, reason);
                }
            }
        }
    }

    private static void tellRemote(ProcessImpl process, Pid peer, ExitReason reason) {
        process.node.remote.signal(peer.node(), new Signal.LinkExit(process.pid, peer, reason));
    }

    /** What the process wanted to know of others, and the addresses it could be reached at. */
    private static void endOwnTies(ProcessImpl process, @Nullable Relations ties) {
        if (ties != null && ties.monitors != null) {
            ties.monitors
                    .values()
                    .forEach(monitor -> tell(process, () -> Monitors.withdraw(monitor)));
        }
        if (ties != null && ties.aliases != null) {
            ties.aliases.keySet().forEach(process.node.aliases::remove);
        }
        process.node.nodeWatchers.remove(process);
    }

    private static void tellWatches(
            ProcessImpl process, @Nullable Relations ties, ExitReason reason) {
        if (ties != null && ties.watches != null) {
            ties.watches.values().forEach(watch -> tell(process, () -> watch.fired(reason)));
        }
    }

    /** One that cannot be told, say because the reason has no external form, costs only itself. */
    private static void tell(ProcessImpl process, Runnable notice) {
        try {
            notice.run();
        } catch (RuntimeException | Error failed) { // of a transport: the others must still be told
            Reports.lost(process, failed);
        }
    }
}
