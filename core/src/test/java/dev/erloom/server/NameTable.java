// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

import dev.erloom.process.Pid;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Somebody else's table of names, as small as it can be. */
final class NameTable {
    private final Map<String, Pid> owners = new ConcurrentHashMap<>();

    /** {@return the entry of one name} */
    Via entry(String name) {
        return new Entry(name);
    }

    private final class Entry implements Via {
        private final String name;

        Entry(String name) {
            this.name = name;
        }

        @Override
        public boolean register(Pid pid) {
            return owners.putIfAbsent(name, pid) == null;
        }

        @Override
        public void unregister() {
            owners.remove(name);
        }

        @Override
        public Optional<Pid> whereis() {
            return Optional.ofNullable(owners.get(name));
        }

        @Override
        public String toString() {
            return "entry " + name;
        }
    }
}
