// SPDX-License-Identifier: Apache-2.0
package dev.erloom.registry;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who holds the lock of each key, and who waits for it, in the order in which they asked.
 *
 * @param <T> who asks; equal to itself only
 */
final class Locks<T> {
    /** The first of a queue holds the lock. No queue is empty. */
    private final Map<Object, ArrayDeque<T>> queues = new HashMap<>();

    /** {@return whether {@code who} has the lock now; otherwise it waits} */
    boolean acquire(Object key, T who) {
        ArrayDeque<T> queue = queues.computeIfAbsent(key, _ -> new ArrayDeque<>(2));
        queue.add(who);
        return queue.size() == 1;
    }

    /** {@return who holds the lock, or null} */
    @Nullable T holder(Object key) {
        ArrayDeque<T> queue = queues.get(key);
        return queue == null ? null : queue.peek();
    }

    /** Gives back, or waits no more. {@return who holds the lock instead of {@code who}, if any} */
    @Nullable T release(Object key, T who) {
        ArrayDeque<T> queue = queues.get(key);
        if (queue == null) {
            return null;
        }
        boolean held = who.equals(queue.peek());
        queue.remove(who);
        if (queue.isEmpty()) {
            queues.remove(key);
        }
        return held ? queue.peek() : null;
    }
}
