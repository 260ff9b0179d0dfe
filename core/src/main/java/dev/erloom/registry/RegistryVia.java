// SPDX-License-Identifier: Apache-2.0
package dev.erloom.registry;

import dev.erloom.process.Pid;
import dev.erloom.process.Processes;
import dev.erloom.server.Via;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code {via, Registry, {Registry, Key, Value}}}. Two with the same key are the same name. */
final class RegistryVia<K, V> implements Via {
    private final Registry<K, V> registry;
    private final K key;
    private final V value;

    RegistryVia(Registry<K, V> registry, K key, V value) {
        this.registry = registry;
        this.key = key;
        this.value = value;
    }

    @Override
    public boolean register(Pid pid) {
        if (!pid.equals(Processes.self())) {
            throw new IllegalArgumentException(
                    "a process registers itself, but " + Processes.self() + " tried for " + pid);
        }
        return registry.put(key, value) instanceof RegisterResult.Ok;
    }

    @Override
    public void unregister() {
        registry.unregister(key);
    }

    @Override
    public Optional<Pid> whereis() {
        return registry.whereis(key);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RegistryVia<?, ?> via
                && registry.equals(via.registry)
                && key.equals(via.key);
    }

    @Override
    public int hashCode() {
        return registry.hashCode() * 31 + key.hashCode();
    }

    @Override
    public String toString() {
        return "{" + registry.name() + ", " + key + "}";
    }
}
