// SPDX-License-Identifier: Apache-2.0
package dev.erloom.supervisor;

import java.util.ArrayList;
import java.util.List;
import java.util.SequencedCollection;

/**
 * What a restart does, in the order in which it does it.
 *
 * @param stop the siblings to stop, the youngest first; those that do not run are passed over
 * @param start the children to start then, the oldest first; a start that fails ends the attempt,
 *     and the next one begins with the child that failed
 */
record RestartPlan(List<Child> stop, List<Child> start) {

    /**
     * Plans the restart of {@code failed}.
     *
     * @param children all children of the supervisor, the oldest first
     * @param failed one of them, which does not run
     */
    static RestartPlan of(Strategy strategy, SequencedCollection<Child> children, Child failed) {
        return switch (strategy) {
            case ONE_FOR_ONE -> new RestartPlan(List.of(), List.of(failed));
            case ONE_FOR_ALL -> group(new ArrayList<>(children.reversed()), failed);
            case REST_FOR_ONE -> group(downTo(failed, children), failed);
        };
    }

    /** Costs nothing for the children that are older than {@code failed}. */
    private static List<Child> downTo(Child failed, SequencedCollection<Child> children) {
        List<Child> youngestFirst = new ArrayList<>();
        for (Child child : children.reversed()) {
            youngestFirst.add(child);
            if (child == failed) {
                break;
            }
        }
        return youngestFirst;
    }

    private static RestartPlan group(List<Child> youngestFirst, Child failed) {
        return new RestartPlan(
                youngestFirst.stream().filter(child -> child != failed).toList(),
                youngestFirst.reversed().stream()
                        .filter(child -> child.spec().restart() != Restart.TEMPORARY)
                        .toList());
    }
}
