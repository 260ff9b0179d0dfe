// SPDX-License-Identifier: Apache-2.0
package dev.erloom.task;

import static dev.erloom.process.ExitReason.KILLED;
import static dev.erloom.process.ExitReason.NOPROC;
import static dev.erloom.process.ExitReason.NORMAL;
import static dev.erloom.process.ExitReason.SHUTDOWN;
import static dev.erloom.process.Processes.exit;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.process.Processes.trapExits;
import static dev.erloom.testing.InProcess.mailbox;
import static dev.erloom.testing.TestNode.onNode;
import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.process.Exit;
import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Pid;
import dev.erloom.process.ProcLib;
import dev.erloom.process.Processes;
import dev.erloom.process.Ref;
import dev.erloom.task.TaskResult.Ok;
import dev.erloom.testing.Seeds;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TaskShutdownTest {
    private static final ExitReason BOO = ExitReason.of("boo");
    private static final Duration AT_ONCE = Duration.ZERO;

    /** Tells a task to go on. */
    record Go() {}

    private static Object forEver() {
        return receive(Go.class);
    }

    static List<Function<Task<?>, Optional<?>>> ways() {
        return List.of(Task::shutdown, Task::brutalKill, task -> task.shutdown(AT_ONCE));
    }

    private static Task<Object> ended(ExitReason reason) {
        Task<Object> task =
                Task.async(() -> {
                    throw exit(reason);
                });
        receive(monitor(task.pid()));
        return task;
    }

    @DisplayName(
            "TK-15 TK-16 a task that goes as told is nothing, and leaves nothing (oracle d: task shutdown)")
    @Test
    void a_task_that_goes_as_told_leaves_nothing() {
        onNode(() -> {
            trapExits(true);
            Task<Object> task = Task.async(TaskShutdownTest::forEver);

            assertThat(task.shutdown()).isEmpty();

            assertThat(task.pid().isAlive()).isFalse();
            assertThat(mailbox()).isEmpty();
        });
    }

    @DisplayName("TK-15 TK-16 an owner that does not trap exits survives the shutdown of its task")
    @ParameterizedTest
    @MethodSource("ways")
    void the_owner_survives(Function<Task<?>, Optional<?>> way) {
        onNode(() -> {
            Task<Object> task = Task.async(TaskShutdownTest::forEver);
            assertThat(way.apply(task)).isNotNull();
            assertThat(task.pid().isAlive()).isFalse();
            assertThat(mailbox()).isEmpty();
        });
    }

    @DisplayName(
            "TK-15 a reply that is there wins, whatever the exit (oracle d: task shutdown after completion)")
    @ParameterizedTest
    @MethodSource("ways")
    void a_reply_that_is_there_wins(Function<Task<?>, Optional<?>> way) {
        onNode(() -> {
            trapExits(true);
            Task<Integer> task = Task.async(() -> 5);
            receive(monitor(task.pid()));

            assertThat(way.apply(task)).isEqualTo(Optional.of(new Ok<>(5)));
            assertThat(mailbox()).containsExactly(new Exit(task.pid(), NORMAL));
            assertThat(way.apply(task)).isEqualTo(Optional.of(new TaskResult.Exit<>(NOPROC)));
            assertThat(mailbox()).isEmpty();
        });
    }

    @DisplayName("TK-15 a reply wins over an abnormal end that followed it")
    @Test
    void a_reply_wins_over_a_kill() {
        onNode(() -> {
            Task<Integer> task = Task.completed(5);
            assertThat(task.shutdown()).contains(new Ok<>(5));
            assertThat(mailbox()).isEmpty();
        });
    }

    @DisplayName(
            "TK-15 a task that ignores the shutdown is killed after the time-out: exit(killed) (oracle d: task shutdown trapping child timeouts)")
    @Test
    void a_task_that_ignores_it_is_killed() {
        onNode(() -> {
            trapExits(true);
            Task<Object> task = stubborn();

            assertThat(task.shutdown(Duration.ofMillis(1))).contains(new TaskResult.Exit<>(KILLED));
            assertThat(mailbox()).isEmpty();
        });
    }

    private static Task<Object> stubborn() {
        Pid owner = self();
        Task<Object> task =
                Task.async(() -> {
                    trapExits(true);
                    owner.send(new Go());
                    return forEver();
                });
        receive(Go.class);
        return task;
    }

    @DisplayName(
            "TK-15 a task that traps exits is nothing after a brutal kill (oracle d: task shutdown brutal)")
    @Test
    void a_brutal_kill_is_nothing() {
        onNode(() -> {
            trapExits(true);
            assertThat(stubborn().brutalKill()).isEmpty();
            assertThat(mailbox()).isEmpty();
        });
    }

    @DisplayName(
            "TK-15 TK-17 a task that has ended before: its reason, unless it is the one that was asked for")
    @Test
    void a_task_that_had_ended_says_why() {
        onNode(() -> {
            trapExits(true);
            assertThat(ended(SHUTDOWN).shutdown()).isEmpty();
            assertThat(ended(NORMAL).shutdown()).contains(new TaskResult.Exit<>(NORMAL));
            assertThat(ended(BOO).shutdown()).contains(new TaskResult.Exit<>(BOO));
            assertThat(ended(KILLED).shutdown()).contains(new TaskResult.Exit<>(KILLED));
            assertThat(ended(KILLED).brutalKill()).isEmpty();
            assertThat(ended(NORMAL).brutalKill()).contains(new TaskResult.Exit<>(NORMAL));
            assertThat(ended(BOO).brutalKill()).contains(new TaskResult.Exit<>(BOO));
            assertThat(ended(SHUTDOWN).brutalKill()).contains(new TaskResult.Exit<>(SHUTDOWN));
            assertThat(mailbox()).hasSize(8).allMatch(Exit.class::isInstance);
        });
    }

    @DisplayName("TK-17 a task without a process: shutdown only looks for the reply")
    @Test
    void a_completed_task_has_nothing_to_shut_down() {
        onNode(() -> {
            Task<String> task = Task.completed("done");
            assertThat(task.brutalKill()).contains(new Ok<>("done"));
            assertThat(task.shutdown()).isEmpty();
        });
    }

    @DisplayName("TK-16 a shutdown that is on time takes a reply which comes meanwhile")
    @Test
    void a_reply_that_comes_meanwhile_is_taken() {
        onNode(() -> {
            Pid owner = self();
            Task<String> task =
                    Task.async(() -> {
                        trapExits(true);
                        owner.send(new Go());
                        receive(Exit.class);
                        return "last words";
                    });
            receive(Go.class);

            assertThat(task.shutdown()).contains(new Ok<>("last words"));
            assertThat(mailbox()).isEmpty();
        });
    }

    @DisplayName("TK-18 an owner that is killed in the middle of a shutdown leaves no task behind")
    @Test
    void no_task_survives_an_owner_that_is_killed_meanwhile() {
        onNode(() ->
                Seeds.run(
                        300,
                        random -> {
                            Pid test = self();
                            Pid owner =
                                    spawn(() -> {
                                        Task<Object> task = Task.async(TaskShutdownTest::forEver);
                                        test.send(task.pid());
                                        task.shutdown();
                                        forEver();
                                    });
                            Ref end = monitor(receive(Pid.class));
                            for (int i = random.nextInt(40); i > 0; i--) {
                                Thread.onSpinWait();
                            }
                            owner.exit(ExitReason.KILL);
                            assertThat(receive(end).reason()).isIn(SHUTDOWN, KILLED, NOPROC);
                        }));
    }

    @DisplayName(
            "TK-18 ending the link and the exit signal are one step: a caller that is told to end in between still sends it")
    @Test
    void unlink_and_exit_are_one_step() {
        onNode(() -> {
            Pid test = self();
            Ref end =
                    monitor(
                            Processes.spawn(() -> {
                                Pid peer = Processes.spawnLink(() -> forEver());
                                test.send(peer);
                                ProcLib.unlinkAndExit(peer, BOO);
                                forEver();
                            }));
            assertThat(receive(monitor(receive(Pid.class))).reason()).isIn(BOO, NOPROC);
            assertThat(Processes.demonitor(end)).as("the caller goes on").isTrue();
        });
    }

    @DisplayName(
            "TK-19 ignore: a task that goes on, linked to nobody, and of which nothing is heard")
    @Test
    void an_ignored_task_goes_on_unheard() {
        onNode(() -> {
            Pid test = self();
            Task<String> task =
                    Task.async(() -> {
                        receive(Go.class);
                        test.send("alive");
                        throw exit(BOO);
                    });
            Ref end = monitor(task.pid());

            assertThat(task.ignore()).isEmpty();
            task.pid().send(new Go());

            assertThat(receive(end).reason()).isEqualTo(BOO);
            assertThat(mailbox()).containsExactly("alive");
            assertThat(task.yield(AT_ONCE)).isEmpty();
            assertThat(TaskAwaitTest.failure(() -> task.await(AT_ONCE)).reason())
                    .isEqualTo(ExitReason.TIMEOUT);
        });
    }

    @DisplayName("TK-19 ignore hands out a result that is there")
    @Test
    void ignore_hands_out_what_is_there() {
        onNode(() -> {
            trapExits(true);
            Task<Integer> done = Task.async(() -> 1);
            receive(monitor(done.pid()));
            assertThat(done.ignore()).contains(new Ok<>(1));
            assertThat(done.ignore()).isEmpty();
            assertThat(ended(BOO).ignore()).contains(new TaskResult.Exit<>(BOO));
            assertThat(mailbox()).hasSize(2).allMatch(Exit.class::isInstance);
        });
    }

    @Test
    void a_task_that_was_ignored_can_still_be_shut_down() {
        onNode(() -> {
            Task<Object> task = Task.async(TaskShutdownTest::forEver);
            task.ignore();
            assertThat(task.shutdown()).isEmpty();
            assertThat(task.pid().isAlive()).isFalse();
            assertThat(mailbox()).isEmpty();
        });
    }

    @Test
    void an_exit_of_await_can_be_handled_and_the_task_shut_down() {
        onNode(() -> {
            Task<Object> task = Task.async(TaskShutdownTest::forEver);
            try {
                task.await(AT_ONCE);
            } catch (ExitException late) {
                assertThat(task.shutdown()).isEmpty();
            }
            assertThat(mailbox()).isEmpty();
        });
    }
}
