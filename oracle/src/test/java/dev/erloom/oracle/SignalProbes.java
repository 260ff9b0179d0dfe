// SPDX-License-Identifier: Apache-2.0
package dev.erloom.oracle;

import static dev.erloom.oracle.Trace.caughtQuiet;
import static dev.erloom.oracle.Trace.dead;
import static dev.erloom.oracle.Trace.mailbox;
import static dev.erloom.oracle.Trace.next;
import static dev.erloom.oracle.Trace.other;
import static dev.erloom.process.Processes.self;

import dev.erloom.process.ExitReason;
import dev.erloom.process.Node;
import dev.erloom.process.Pid;
import dev.erloom.process.Processes;
import dev.erloom.process.Ref;
import dev.erloom.process.RegisteredName;
import java.util.List;

/** Section 2. */
final class SignalProbes {
    private SignalProbes() {}

    private record Go() {}

    static void add(Section section) {
        section.probe(
                "SIG-6",
                trace -> {
                    Pid dead = dead();
                    Ref alias = Processes.alias();
                    Processes.unalias(alias);
                    RegisteredName nobody =
                            new RegisteredName("nobody_here", Node.current().name());
                    trace.say(caughtQuiet(() -> dead.send("x")));
                    trace.say(caughtQuiet(() -> alias.send("x")));
                    trace.say(caughtQuiet(() -> nobody.send("x")));
                    trace.say(mailbox());
                });
        section.probe(
                "SIG-7",
                trace ->
                        trace.say(
                                caughtQuiet(() -> RegisteredName.local("nobody_here").send("1"))));
        section.probe(
                "SIG-8",
                trace -> {
                    trace.say(caughtQuiet(() -> self().send("m1")));
                    trace.say(mailbox());
                });
        section.probe("SIG-10", SignalProbes::exitBeforeDown);
        section.probe(
                "SIG-10 monitored after it was linked",
                trace -> {
                    Processes.trapExits(true);
                    Pid victim = trace.role(Processes.spawnLink(Trace::drop), "victim");
                    Processes.monitor(victim);
                    victim.exit(ExitReason.KILL);
                    Object first = next();
                    trace.say(List.of(first, next()));
                });
        section.probe("SIG-11", SignalProbes::exitInItsPlace);
    }

    private static void exitBeforeDown(Trace trace) {
        Processes.trapExits(true);
        Actor actor = Actor.start();
        trace.role(actor.pid(), "victim");
        Processes.monitor(actor.pid());
        Processes.link(actor.pid());
        actor.tell(() -> {
            throw Processes.exit(other("bye"));
        });
        Object first = next();
        trace.say(List.of(first, next()));
    }

    private static void exitInItsPlace(Trace trace) {
        Pid me = self();
        Actor actor = Actor.trapping();
        actor.tell(() -> {
            Processes.receive(Go.class);
            me.send(Tuple.of("got", mailbox()));
        });
        actor.pid().send("m1");
        actor.pid().exit(other("r"));
        actor.pid().send("m2");
        actor.pid().send(new Go());
        trace.say(next());
    }
}
