// SPDX-License-Identifier: Apache-2.0
package dev.erloom.oracle;

import static dev.erloom.oracle.Trace.awaitEnd;
import static dev.erloom.oracle.Trace.caught;
import static dev.erloom.oracle.Trace.caughtQuiet;
import static dev.erloom.oracle.Trace.dead;
import static dev.erloom.oracle.Trace.idle;
import static dev.erloom.process.Processes.whereis;

import dev.erloom.process.ExitReason;
import dev.erloom.process.Node;
import dev.erloom.process.Pid;
import dev.erloom.process.Processes;
import dev.erloom.server.Name;
import dev.erloom.server.Via;
import java.util.List;
import java.util.Optional;

/** Section 8. */
final class NameProbes {
    private NameProbes() {}

    /** A table of names that is empty. */
    private record Nobody() implements Via {
        @Override
        public boolean register(Pid pid) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void unregister() {}

        @Override
        public Optional<Pid> whereis() {
            return Optional.empty();
        }
    }

    static void add(Section section) {
        section.probe(
                "NM-1 a second name",
                trace -> {
                    Node node = Node.current();
                    Pid owner = trace.role(idle(), "owner");
                    node.register("nm1a", owner);
                    trace.say(caughtQuiet(() -> node.register("nm1b", owner)));
                    trace.say(List.of(whereis("nm1a"), whereis("nm1b")));
                });
        section.probe("NM-1 a second process", NameProbes::secondProcess);
        section.probe(
                "NM-2 dead",
                trace -> {
                    Pid dead = dead();
                    trace.say(caughtQuiet(() -> Node.current().register("nm2a", dead)));
                    trace.say(whereis("nm2a"));
                });
        section.probe(
                "NM-2 reserved",
                trace ->
                        trace.say(caughtQuiet(() -> Node.current().register("undefined", idle()))));
        section.probe(
                "NM-3",
                trace -> {
                    trace.say(caughtQuiet(() -> Processes.unregister("nobody_here")));
                    trace.say(whereis("nobody_here"));
                    Processes.register("nm3");
                    trace.say(whereis("nm3"));
                    trace.say(caughtQuiet(() -> Processes.unregister("nm3")));
                    trace.say(whereis("nm3"));
                });
        section.probe(
                "NM-7",
                trace -> {
                    Name<Puppet.Cue> nobody = Name.via(new Nobody());
                    trace.say(caught(() -> nobody.call(Puppet.echo())));
                    trace.say(caughtQuiet(() -> nobody.cast(new Puppet.Tell(Puppet::goOn))));
                    trace.say(caughtQuiet(() -> nobody.send("x")));
                });
    }

    private static void secondProcess(Trace trace) {
        Node node = Node.current();
        Pid owner = trace.role(idle(), "owner");
        Pid second = trace.role(idle(), "other");
        node.register("nm1c", owner);
        trace.say(caughtQuiet(() -> node.register("nm1c", second)));
        trace.say(caughtQuiet(() -> node.register("nm1c", owner)));
        trace.say(whereis("nm1c"));
        owner.exit(ExitReason.KILL);
        awaitEnd(owner);
        trace.say(whereis("nm1c"));
    }
}
