// SPDX-License-Identifier: Apache-2.0
package dev.erloom.registry;

import dev.erloom.process.Pid;
import org.jspecify.annotations.Nullable;

/**
 * What the listeners of a registry get as messages: somebody has called {@code register} or {@code
 * unregister}. They hear nothing when a process ends; for that they monitor it.
 */
public sealed interface RegistryEvent {

    /** {@return the name of the registry} */
    String registry();

    /** {@return the key} */
    Object key();

    /** {@return who has called} */
    Pid pid();

    /**
     * {@code {register, Registry, Key, Pid, Value}}.
     *
     * @param registry the name of the registry
     * @param key the key
     * @param pid who has it now
     * @param value what was registered with it, or null
     */
    record Registered(String registry, Object key, Pid pid, @Nullable Object value)
            implements RegistryEvent {}

    /**
     * {@code {unregister, Registry, Key, Pid}}.
     *
     * @param registry the name of the registry
     * @param key the key
     * @param pid who has it no more
     */
    record Unregistered(String registry, Object key, Pid pid) implements RegistryEvent {}
}
