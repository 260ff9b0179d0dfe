// SPDX-License-Identifier: Apache-2.0
package dev.erloom.registry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Options of {@link Registry#startLink(Registry, java.util.function.UnaryOperator)}; immutable.
 *
 * @param partitions how many processes look after the registrants; default 1. More of them help
 *     when processes register, unregister and end at a high rate on several cores
 * @param listeners registered names of processes that get a {@link RegistryEvent} for each {@code
 *     register} and {@code unregister}; default none. A name that nobody has is passed over
 * @param meta what {@link Registry#meta} finds from the start; default nothing
 */
public record RegistryOptions(
        int partitions, List<String> listeners, Map<MetaKey<?>, Object> meta) {

    static final RegistryOptions DEFAULT = new RegistryOptions(1, List.of(), Map.of());

    /** Makes options; there is at least one partition, and each value has the type of its key. */
    public RegistryOptions {
        if (partitions < 1) {
            throw new IllegalArgumentException("partitions must be >= 1, was " + partitions);
        }
        listeners = List.copyOf(listeners);
        meta = Map.copyOf(meta);
        meta.forEach(RegistryOptions::check);
    }

    private static void check(MetaKey<?> key, Object value) {
        if (!key.type().isInstance(value)) {
            throw new IllegalArgumentException(
                    key.name() + " must be a " + key.type().getName() + ", was " + value);
        }
    }

    /** {@return these options with another number of partitions} */
    public RegistryOptions partitions(int count) {
        return new RegistryOptions(count, listeners, meta);
    }

    /** {@return these options with one more listener} */
    public RegistryOptions listener(String name) {
        List<String> more = new ArrayList<>(listeners);
        more.add(name);
        return new RegistryOptions(partitions, more, meta);
    }

    /** {@return these options with one more value of the registry as a whole} */
    public <T> RegistryOptions meta(MetaKey<T> key, T value) {
        Map<MetaKey<?>, Object> more = new HashMap<>(meta);
        more.put(key, value);
        return new RegistryOptions(partitions, listeners, more);
    }
}
