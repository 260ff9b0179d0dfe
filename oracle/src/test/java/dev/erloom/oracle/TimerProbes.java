// SPDX-License-Identifier: Apache-2.0
package dev.erloom.oracle;

import static dev.erloom.oracle.Trace.awaitEnd;
import static dev.erloom.oracle.Trace.caughtQuiet;
import static dev.erloom.oracle.Trace.dead;
import static dev.erloom.oracle.Trace.idle;
import static dev.erloom.oracle.Trace.mailbox;
import static dev.erloom.oracle.Trace.next;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.sendAfter;

import dev.erloom.process.ExitReason;
import dev.erloom.process.Pid;
import dev.erloom.process.Processes;
import dev.erloom.process.Ref;
import dev.erloom.process.RegisteredName;
import dev.erloom.process.TimerCancelled;
import dev.erloom.process.TimerRead;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Section 10. */
final class TimerProbes {
    private static final Duration LONG = Duration.ofMinutes(1);

    private TimerProbes() {}

    private static Optional<String> cancel(Ref timer) {
        return Processes.cancelTimer(timer).map(_ -> "left");
    }

    private static Optional<String> read(Ref timer) {
        return Processes.readTimer(timer).map(_ -> "left");
    }

    static void add(Section section) {
        section.probe(
                "TM-1",
                trace -> {
                    sendAfter(Duration.ofMillis(5), self(), "plain");
                    trace.advanceMillis(5);
                    trace.say(next());
                    trace.say(Processes.startTimer(Duration.ofMillis(5), self(), "hello"));
                    trace.advanceMillis(5);
                    trace.say(next());
                });
        section.probe(
                "TM-2 negative",
                trace -> {
                    Duration negative = Duration.ofMillis(-1);
                    trace.say(caughtQuiet(() -> sendAfter(negative, "x")));
                    trace.say(caughtQuiet(() -> Processes.startTimer(negative, self(), "x")));
                });
        section.probe(
                "TM-2 zero, and an absolute time that has passed",
                trace -> {
                    sendAfter(Duration.ZERO, self(), "zero");
                    trace.advanceMillis(0);
                    trace.say(next());
                    trace.advanceMillis(10);
                    Processes.sendAt(Duration.ofMillis(9), self(), "past");
                    trace.advanceMillis(0);
                    trace.say(next());
                });
        section.probe(
                "TM-3 dead",
                trace -> {
                    trace.say(read(sendAfter(LONG, dead(), "x")));
                    Pid pid = idle();
                    Ref timer = sendAfter(LONG, pid, "x");
                    trace.say(read(timer));
                    pid.exit(ExitReason.KILL);
                    awaitEnd(pid);
                    trace.say(read(timer));
                    trace.say(cancel(timer));
                });
        section.probe("TM-3 name", TimerProbes::toNames);
        section.probe("TM-4", TimerProbes::cancels);
        section.probe(
                "TM-5 read",
                trace -> {
                    Ref timer = sendAfter(LONG, self(), "a");
                    trace.say(List.of(read(timer), read(timer)));
                    trace.say(read(Processes.alias()));
                });
        section.probe("TM-5 asynchronous", TimerProbes::asynchronous);
    }

    private static void asynchronous(Trace trace) {
        Ref timer = sendAfter(LONG, self(), "a");
        Processes.readTimerAsync(timer);
        trace.say(shown(timer, next()));
        Processes.cancelTimerAsync(timer);
        trace.say(shown(timer, next()));
        Processes.cancelTimerAsync(timer);
        trace.say(shown(timer, next()));
    }

    private static Object shown(Ref timer, Object answer) {
        return switch (answer) {
            case TimerRead(Ref of, var time) ->
                    Tuple.of("read_timer", of.equals(timer), time.map(_ -> "left"));
            case TimerCancelled(Ref of, var time) ->
                    Tuple.of("cancel_timer", of.equals(timer), time.map(_ -> "left"));
            default -> answer;
        };
    }

    private static void toNames(Trace trace) {
        Ref dropped = sendAfter(Duration.ofMillis(5), RegisteredName.local("tm3"), "dropped");
        Ref taken = sendAfter(Duration.ofMillis(30), RegisteredName.local("tm3_later"), "taken");
        Actor actor = Actor.start();
        actor.run(() -> Processes.register("tm3_later"));
        actor.pid().exit(ExitReason.KILL);
        awaitEnd(actor.pid());
        trace.say(read(taken));
        Processes.register("tm3_later");
        trace.advanceMillis(30);
        trace.say(next());
        trace.say(read(dropped));
    }

    private static void cancels(Trace trace) {
        Ref first = sendAfter(LONG, self(), "a");
        trace.say(List.of(cancel(first), cancel(first), read(first)));
        Ref second = sendAfter(Duration.ZERO, self(), "b");
        trace.advanceMillis(0);
        trace.say(List.of(next(), cancel(second)));
        Ref third = sendAfter(Duration.ZERO, self(), "c");
        trace.advanceMillis(0);
        self().send(next());
        trace.say(cancel(third));
        trace.say(mailbox());
    }
}
