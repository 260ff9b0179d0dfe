// SPDX-License-Identifier: Apache-2.0
package dev.erloom.task;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides when the results of a stream are handed on.
 *
 * @param <R> a result
 */
final class ResultOrder<R> {
    private final boolean isOrdered;
    private final Map<Long, R> early = new HashMap<>();
    private long next;

    /** Makes an order of positions from 0, or none. */
    ResultOrder(boolean isOrdered) {
        this.isOrdered = isOrdered;
    }

    /** {@return what is handed on now that the result at {@code position} is known, in order} */
    List<R> add(long position, R result) {
        if (!isOrdered) {
            return List.of(result);
        }
        early.put(position, result);
        List<R> ready = new ArrayList<>();
        for (R first = early.remove(next); first != null; first = early.remove(next)) {
            ready.add(first);
            next++;
        }
        return ready;
    }
}
