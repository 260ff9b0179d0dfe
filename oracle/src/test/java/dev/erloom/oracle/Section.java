// SPDX-License-Identifier: Apache-2.0
package dev.erloom.oracle;

import java.util.LinkedHashMap;
import java.util.Map;

/** The Java side of one section: its probes by key, which is a row's id and maybe more words. */
final class Section {
    private final Map<String, Probe> probes = new LinkedHashMap<>();

    /** One small program. */
    @FunctionalInterface
    interface Probe {

        /**
         * Runs in a process of a node of its own, whose clock stands still.
         *
         * @throws Exception shows in the trace as a failure
         */
        void run(Trace trace) throws Exception;
    }

    /** Adds the probe of the row {@code key}; {@code oracle} scripts have one with the same key. */
    void probe(String key, Probe probe) {
        if (key.contains(": ")) {
            throw new IllegalArgumentException("a key has no \": \", was \"" + key + "\"");
        }
        if (probes.putIfAbsent(key, probe) != null) {
            throw new IllegalArgumentException("two probes are called " + key);
        }
    }

    Map<String, Probe> probes() {
        return probes;
    }
}
