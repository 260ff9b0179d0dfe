// SPDX-License-Identifier: Apache-2.0
package dev.erloom.task;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The results of several tasks as they come in; a task that is there twice has one result.
 *
 * @param <K> a task
 * @param <V> a result
 */
final class Harvest<K, V> {
    private final Set<K> pending;
    private final Map<K, V> results = new LinkedHashMap<>();
    private final int wanted;

    /** Makes an empty harvest that is done with {@code limit} results, or with all. */
    Harvest(Collection<? extends K> tasks, int limit) {
        this.pending = new LinkedHashSet<>(tasks);
        this.wanted = Math.min(limit, pending.size());
    }

    /** Takes the result of a pending task. */
    void add(K task, V result) {
        if (pending.remove(task)) {
            results.put(task, result);
        }
    }

    /** {@return whether there are as many results as are wanted} */
    boolean isDone() {
        return results.size() >= wanted;
    }

    /** {@return the tasks without a result, in their order} */
    Set<K> pending() {
        return pending;
    }

    /** {@return the result of {@code task}, if it has come in} */
    Optional<V> of(K task) {
        return Optional.ofNullable(results.get(task));
    }
}
