// SPDX-License-Identifier: Apache-2.0
package dev.erloom.oracle;

import static dev.erloom.oracle.Trace.awaitEnd;
import static dev.erloom.oracle.Trace.caught;
import static dev.erloom.oracle.Trace.drop;
import static dev.erloom.oracle.Trace.mailbox;
import static dev.erloom.oracle.Trace.next;
import static dev.erloom.oracle.Trace.other;
import static dev.erloom.oracle.Trace.reason;
import static dev.erloom.oracle.Trace.reasonOf;
import static dev.erloom.process.ExitReason.NORMAL;
import static dev.erloom.process.ExitReason.SHUTDOWN;
import static dev.erloom.process.Processes.exit;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.trapExits;

import dev.erloom.process.Exit;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Pid;
import dev.erloom.process.ProcessBody;
import dev.erloom.process.Processes;
import dev.erloom.process.Ref;
import dev.erloom.task.Task;
import java.time.Duration;
import java.util.concurrent.Callable;

/** Section 21; streams are in {@link TaskStreamProbes}. */
final class TaskProbes {
    private TaskProbes() {}

    record Go() {}

    static void add(Section section) {
        section.probe(
                "TK-2",
                trace -> {
                    trapExits(true);
                    Task<Integer> task = Task.async(() -> 1);
                    trace.role(task.pid(), "task");
                    trace.say(task.ref());
                    awaitEnd(task.pid());
                    trace.say(mailbox());
                });
        fails(section, "exit", exiting(other("boo")));
        fails(
                section,
                "error",
                () -> {
                    throw new IllegalStateException("x");
                });
        fails(section, "normal", exiting(NORMAL));
        fails(section, "shutdown", exiting(SHUTDOWN));
        section.probe("TK-3", trace -> trace.say(Task.async(() -> "value").await()));
        section.probe("TK-4", TaskProbes::late);
        section.probe("TK-7", TaskProbes::notTheOwner);
        section.probe(
                "TK-8",
                trace -> trace.say(reasonOf(() -> Task.async(exiting(other("boo"))).await())));
        section.probe(
                "TK-9",
                trace -> {
                    Actor owner = Actor.start();
                    Task<String> task = owner.ask(() -> Task.async(waiting()));
                    Ref ref = Processes.monitor(task.pid());
                    owner.tell(() -> {
                        throw exit(other("ow"));
                    });
                    trace.say(reason(ref));
                });
        section.probe(
                "TK-11",
                trace -> {
                    trapExits(true);
                    Task<Integer> task = Task.async(() -> 1);
                    trace.role(task.pid(), "task");
                    trace.say(task.await());
                    awaitEnd(task.pid());
                    trace.say(mailbox());
                });
        section.probe("TK-13", TaskProbes::yields);
        shutdowns(section);
        section.probe(
                "TK-27",
                trace -> {
                    Actor owner = Actor.start();
                    Task<String> task = owner.ask(() -> Task.async(waiting()));
                    owner.tell(() -> {
                        throw exit(NORMAL);
                    });
                    awaitEnd(owner.pid());
                    trace.say(task.pid().isAlive());
                });
        TaskStreamProbes.add(section);
    }

    private static Callable<String> exiting(ExitReason reason) {
        return () -> {
            throw exit(reason);
        };
    }

    private static Callable<String> waiting() {
        return doing(Trace::drop);
    }

    private static Callable<String> doing(ProcessBody body) {
        return () -> {
            body.run();
            return "done";
        };
    }

    private static void fails(Section section, String title, Callable<String> work) {
        section.probe(
                "TK-3 " + title,
                trace -> {
                    trapExits(true);
                    Task<String> task = Task.async(work);
                    trace.role(task.pid(), "task");
                    trace.say(caught(task::await));
                    awaitEnd(task.pid());
                    trace.say(mailbox());
                });
    }

    private static void late(Trace trace) {
        trapExits(true);
        Task<String> task = Task.async(doing(() -> receive(Go.class)));
        trace.role(task.pid(), "task");
        trace.elapse(20);
        trace.say(caught(() -> task.await(Duration.ofMillis(20))));
        trace.say(task.pid().isAlive());
        task.pid().send(new Go());
        awaitEnd(task.pid());
        trace.say(mailbox());
    }

    private static void notTheOwner(Trace trace) {
        Task<Integer> task = Task.async(() -> 5);
        Actor other = Actor.start();
        trace.say(other.ask(() -> caught(task::await)));
        trace.say(other.ask(() -> caught(task::yield)));
        trace.say(other.ask(() -> caught(task::shutdown)));
        trace.say(task.await());
    }

    private static void yields(Trace trace) {
        trapExits(true);
        Task<Integer> task =
                Task.async(() -> {
                    receive(Go.class);
                    return 7;
                });
        trace.role(task.pid(), "task");
        trace.elapse(5);
        trace.say(task.yield(Duration.ofMillis(5)));
        task.pid().send(new Go());
        trace.say(task.yield(Duration.ofSeconds(5)));
        awaitEnd(task.pid());
        trace.say(mailbox());
        trace.say(Task.async(exiting(other("boo"))).yield());
    }

    private static void shutdowns(Section section) {
        shutdown(section, "TK-15 TK-16", Trace::drop);
        shutdown(
                section,
                "TK-15 TK-16 by another reason",
                () -> {
                    trapExits(true);
                    receive(Exit.class);
                    throw exit(other("other"));
                });
        section.probe(
                "TK-15 TK-16 killed after the time-out",
                trace -> {
                    Task<String> task = stubborn(trace);
                    trace.elapse(20);
                    trace.say(task.shutdown(Duration.ofMillis(20)));
                    trace.say(mailbox());
                });
        section.probe(
                "TK-15 TK-16 brutally",
                trace -> {
                    Task<String> task = stubborn(trace);
                    trace.say(task.brutalKill());
                    trace.say(mailbox());
                });
        section.probe(
                "TK-15 TK-17 the reply is there",
                trace -> {
                    trapExits(true);
                    Task<Integer> task = Task.async(() -> 5);
                    awaitEnd(trace.role(task.pid(), "task"));
                    trace.say(task.shutdown());
                    trace.say(mailbox());
                    trace.say(task.shutdown());
                });
    }

    private static void shutdown(Section section, String key, ProcessBody work) {
        section.probe(
                key,
                trace -> {
                    trapExits(true);
                    Pid me = self();
                    Task<String> task =
                            Task.async(
                                    doing(() -> {
                                        me.send("ready");
                                        work.run();
                                    }));
                    trace.say(next());
                    trace.say(task.shutdown());
                    trace.say(mailbox());
                    trace.say(task.pid().isAlive());
                });
    }

    /** Told to trap before the probe goes on. */
    private static Task<String> stubborn(Trace trace) {
        trapExits(true);
        Pid me = self();
        Task<String> task =
                Task.async(
                        doing(() -> {
                            trapExits(true);
                            me.send("ready");
                            drop();
                        }));
        trace.say(next());
        return task;
    }
}
