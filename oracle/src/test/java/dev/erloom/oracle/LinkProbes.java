// SPDX-License-Identifier: Apache-2.0
package dev.erloom.oracle;

import static dev.erloom.oracle.Trace.caughtQuiet;
import static dev.erloom.oracle.Trace.dead;
import static dev.erloom.oracle.Trace.mailbox;

import dev.erloom.process.Pid;
import dev.erloom.process.Processes;

/** Section 4. */
final class LinkProbes {
    private LinkProbes() {}

    static void add(Section section) {
        section.probe(
                "LN-3 trapping",
                trace -> {
                    Processes.trapExits(true);
                    linkToDead(trace);
                });
        section.probe("LN-3 not trapping", LinkProbes::linkToDead);
    }

    private static void linkToDead(Trace trace) {
        Pid dead = dead();
        trace.say(caughtQuiet(() -> Processes.link(dead)));
        trace.say(mailbox());
    }
}
