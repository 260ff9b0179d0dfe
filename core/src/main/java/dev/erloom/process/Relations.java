// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What ties a process to others; made when the first tie is. Guarded by the process's lock.
 *
 * <p>Each collection is made on first use, since most processes have one link and nothing else.
 */
final class Relations {
    @Nullable Map<Pid, Relation.Link> links;
    @Nullable Map<Ref, Relation.Monitor> monitors;
    @Nullable Map<Ref, Watch> watches;
    @Nullable Map<Ref, Alias.OfProcess> aliases;
    @Nullable Set<Timer> timers;
    @Nullable List<Slot> releaseWaiters;
    Timers.@Nullable Entry deadline;
    @Nullable Object label;

    /** How long the last library call of a condemned process was held up, in nanoseconds. */
    long refusal;

    /** In the order they were made, which is how a node knows what was started last. */
    Map<Pid, Relation.Link> links() {
        if (links == null) {
            links = new LinkedHashMap<>(4);
        }
        return links;
    }

    Map<Ref, Relation.Monitor> monitors() {
        if (monitors == null) {
            monitors = new HashMap<>(4);
        }
        return monitors;
    }

    Map<Ref, Watch> watches() {
        if (watches == null) {
            watches = new LinkedHashMap<>(4);
        }
        return watches;
    }

    Map<Ref, Alias.OfProcess> aliases() {
        if (aliases == null) {
            aliases = new HashMap<>(4);
        }
        return aliases;
    }

    Set<Timer> timers() {
        if (timers == null) {
            timers = new HashSet<>(4);
        }
        return timers;
    }

    List<Slot> releaseWaiters() {
        if (releaseWaiters == null) {
            releaseWaiters = new ArrayList<>(1);
        }
        return releaseWaiters;
    }

    /**
     * {@return the link of {@code process} with {@code peer}; null when there is none or the
     * process tells its links of its end}
     */
    static Relation.@Nullable Link linkOf(ProcessImpl process, Pid peer) {
        Relations ties = process.relationsOrNull();
        return ties == null || process.isReleased() ? null : ties.link(peer);
    }

    /**
     * {@return the monitor {@code ref} of {@code process}; null when there is none or the process
     * is dead}
     */
    static Relation.@Nullable Monitor monitorOf(ProcessImpl process, Ref ref) {
        Relations ties = process.relationsOrNull();
        return ties == null || process.life() == ProcessImpl.Life.DEAD ? null : ties.monitor(ref);
    }

    Relation.@Nullable Link link(Pid peer) {
        return links == null ? null : links.get(peer);
    }

    Relation.@Nullable Monitor monitor(Ref ref) {
        return monitors == null ? null : monitors.get(ref);
    }

    /** {@return the link with {@code peer}; a new one when there is none, or its EXIT is queued} */
    Relation.Link linkTo(Pid peer) {
        Relation.Link link = link(peer);
        if (link == null || link.queued != null) {
            link = new Relation.Link(peer);
            links().put(peer, link);
        }
        return link;
    }

    /** Lets go of an empty table of watches; {@return whether nothing is left} */
    boolean trim() {
        if (watches != null && watches.isEmpty()) {
            watches = null;
        }
        return links == null
                && monitors == null
                && watches == null
                && aliases == null
                && timers == null
                && releaseWaiters == null
                && deadline == null
                && label == null
                && refusal == 0;
    }

    /** {@return the processes it is linked to, those that have told of their end left out} */
    List<Pid> openLinks() {
        return links == null
                ? List.of()
                : links.values().stream()
                        .filter(link -> link.active && link.queued == null)
                        .map(link -> link.peer)
                        .toList();
    }

    /** {@return what it watches; itself and those that have told of their end left out} */
    List<Address> monitored() {
        return monitors == null
                ? List.of()
                : monitors.values().stream()
                        .filter(monitor -> monitor.queued == null)
                        .filter(monitor -> monitor.target != monitor.watcher)
                        .map(monitor -> monitor.object)
                        .toList();
    }

    /** {@return the processes that watch it} */
    List<Pid> watchers() {
        return watches == null
                ? List.of()
                : watches.values().stream().flatMap(watch -> watch.by().stream()).toList();
    }

    /** Forgets a relation whose message has left the mailbox. */
    void forget(Relation relation) {
        switch (relation) {
            case Relation.Link link -> {
                if (links != null) {
                    links.remove(link.peer, link);
                }
            }
            case Relation.Monitor monitor -> {
                if (monitors != null) {
                    monitors.remove(monitor.ref);
                }
            }
        }
    }
}
