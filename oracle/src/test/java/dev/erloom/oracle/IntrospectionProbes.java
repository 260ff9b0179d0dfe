// SPDX-License-Identifier: Apache-2.0
package dev.erloom.oracle;

import static dev.erloom.process.Processes.erase;
import static dev.erloom.process.Processes.get;
import static dev.erloom.process.Processes.put;

import java.util.Arrays;

/** Section 9. */
final class IntrospectionProbes {
    private IntrospectionProbes() {}

    static void add(Section section) {
        section.probe(
                "PI-5",
                trace -> {
                    trace.say(Arrays.asList(put("k", 1), put("k", 2), get("k"), get("k2")));
                    trace.say(Actor.start().ask(() -> get("k")));
                    trace.say(Arrays.asList(erase("k"), get("k"), erase("k")));
                });
    }
}
