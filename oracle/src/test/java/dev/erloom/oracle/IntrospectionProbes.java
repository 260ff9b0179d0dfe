// SPDX-License-Identifier: Apache-2.0
package dev.erloom.oracle;

import static dev.erloom.process.Processes.erase;
import static dev.erloom.process.Processes.get;
import static dev.erloom.process.Processes.put;
import static dev.erloom.process.Processes.self;

import dev.erloom.process.ExitReason;
import dev.erloom.process.Pid;
import dev.erloom.process.ProcessInfo;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

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
        section.probe(
                "PI-1",
                trace -> {
                    Actor actor = Actor.start();
                    List.of(1, 2, 3).forEach(actor.pid()::send);
                    trace.say(queueLength(actor.pid()));
                    trace.say(actor.ask(() -> queueLength(self())));
                    actor.pid().exit(ExitReason.KILL);
                    trace.say(ProcessInfo.of(actor.pid()).map(_ -> "alive"));
                    trace.say(ProcessInfo.of(Trace.dead()).map(_ -> "alive"));
                });
    }

    private static Optional<Integer> queueLength(Pid pid) {
        return ProcessInfo.of(pid).map(ProcessInfo::messageQueueLength);
    }
}
