// SPDX-License-Identifier: Apache-2.0
package dev.erloom.pg;

import dev.erloom.process.Pid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who is in a group; immutable. A process that joined twice is there twice.
 *
 * @param all of all nodes
 * @param local those of this node
 */
record Members(List<Pid> all, List<Pid> local) {
    static final Members NONE = new Members(List.of(), List.of());

    boolean isEmpty() {
        return all.isEmpty();
    }

    Members withLocal(List<Pid> pids) {
        return new Members(plus(all, pids), plus(local, pids));
    }

    Members withoutLocal(List<Pid> pids) {
        return new Members(minus(all, pids), minus(local, pids));
    }

    Members withRemote(List<Pid> pids) {
        return new Members(plus(all, pids), local);
    }

    Members withoutRemote(List<Pid> pids) {
        return new Members(minus(all, pids), local);
    }

    static List<Pid> plus(List<Pid> some, List<Pid> more) {
        List<Pid> together = new ArrayList<>(some.size() + more.size());
        together.addAll(some);
        together.addAll(more);
        return List.copyOf(together);
    }

    /** {@return {@code some} without as many of each as there are in {@code fewer}} */
    static List<Pid> minus(List<Pid> some, List<Pid> fewer) {
        if (fewer.isEmpty()) {
            return some;
        }
        Map<Pid, Integer> gone = counts(fewer);
        return some.stream().filter(pid -> gone.merge(pid, -1, Integer::sum) < 0).toList();
    }

    /** {@return those of {@code wanted} that are in {@code some}, as often as both have them} */
    static List<Pid> both(List<Pid> some, List<Pid> wanted) {
        Map<Pid, Integer> there = counts(some);
        return wanted.stream().filter(pid -> there.merge(pid, -1, Integer::sum) >= 0).toList();
    }

    private static Map<Pid, Integer> counts(List<Pid> pids) {
        Map<Pid, Integer> counts = new HashMap<>();
        pids.forEach(pid -> counts.merge(pid, 1, Integer::sum));
        return counts;
    }
}
