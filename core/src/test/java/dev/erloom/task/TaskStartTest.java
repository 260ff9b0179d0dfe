// SPDX-License-Identifier: Apache-2.0
package dev.erloom.task;

import static dev.erloom.process.ExitReason.NORMAL;
import static dev.erloom.process.Processes.exit;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.register;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.process.Processes.spawnLink;
import static dev.erloom.process.Processes.trapExits;
import static dev.erloom.testing.InProcess.mailbox;
import static dev.erloom.testing.TestNode.onNode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.erloom.process.Exit;
import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Pid;
import dev.erloom.process.ProcLib;
import dev.erloom.process.Ref;
import dev.erloom.process.StartResult;
import dev.erloom.process.StartResult.Started;
import dev.erloom.process.Starter;
import dev.erloom.task.TaskResult.Ok;
import dev.erloom.testing.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TaskStartTest {
    private static final ExitReason BOO = ExitReason.of("boo");

    /** Tells a task to go on. */
    record Go() {}

    /** Whose processes a task knows of. */
    record Family(Pid pid, List<Object> ancestors, List<Pid> callers) {
        static Family ofMine() {
            return new Family(self(), ProcLib.ancestors(), ProcLib.callers());
        }
    }

    /** Starts tasks in a process of its own, as a supervisor would. */
    private static final class Parent implements TaskParent {
        private record Start(Starter<Pid> task, Pid answer) {}

        final Pid pid;

        private Parent(Pid pid) {
            this.pid = pid;
        }

        static Parent spawned() {
            return new Parent(
                    spawn(() -> {
                        trapExits(true);
                        while (true) {
                            Start start = receive(Start.class);
                            start.answer().send(start.task().start());
                        }
                    }));
        }

        @Override
        @SuppressWarnings("unchecked") // a parent answers with nothing else
        public StartResult<Pid> start(Starter<Pid> task) {
            pid.send(new Start(task, self()));
            return receive(StartResult.class);
        }
    }

    @DisplayName("TK-21 start and start_link: {ok, Pid}, and nobody is told of the result")
    @Test
    void fire_and_forget() {
        onNode(() -> {
            Pid test = self();
            for (Function<Pid, StartResult<Pid>> start :
                    List.<Function<Pid, StartResult<Pid>>>of(
                            to -> Task.start(() -> to.send("done")),
                            to -> Task.startLink(() -> to.send("done")))) {
                assertThat(start.apply(test))
                        .isInstanceOfSatisfying(
                                Started.class,
                                started ->
                                        assertThat(receive(monitor(started.pid())).reason())
                                                .isIn(NORMAL, ExitReason.NOPROC));
                assertThat(mailbox()).containsExactly("done");
            }
        });
    }

    @DisplayName("TK-21 start links to nobody, start_link to the caller")
    @Test
    void only_start_link_links() {
        onNode(() -> {
            trapExits(true);
            Pid alone =
                    Task.start(
                                    () -> {
                                        throw exit(BOO);
                                    })
                            .orElseThrow();
            receive(monitor(alone));
            assertThat(mailbox()).isEmpty();

            Pid linked =
                    Task.startLink(
                                    () -> {
                                        throw exit(BOO);
                                    })
                            .orElseThrow();
            assertThat(receive(Exit.class)).isEqualTo(new Exit(linked, BOO));
        });
    }

    @DisplayName(
            "TK-23 P-12 P-13 a task runs on behalf of its owner and of the owner's callers; its ancestors are the owner, by name, and the owner's")
    @Test
    void a_task_knows_its_callers_and_ancestors() {
        onNode(() -> {
            Pid test = self();
            register("grandparent");

            Family child = Task.async(Family::ofMine).await();
            assertThat(child.callers()).containsExactly(test);
            assertThat(child.ancestors()).containsExactly("grandparent");

            List<Family> nested =
                    Task.<List<Family>>async(() ->
                                    List.of(Family.ofMine(), Task.async(Family::ofMine).await()))
                            .await();
            Pid parent = nested.getFirst().pid();
            assertThat(nested.getLast().callers()).containsExactly(parent, test);
            assertThat(nested.getLast().ancestors()).containsExactly(parent, "grandparent");
        });
    }

    @DisplayName("TK-23 P-13 start_link and start set the callers too")
    @Test
    void fire_and_forget_has_callers() {
        onNode(() -> {
            Pid test = self();
            Task.startLink(() -> test.send(Family.ofMine()));
            assertThat(receive(Family.class).callers()).containsExactly(test);
            Task.start(() -> test.send(Family.ofMine()));
            Family family = receive(Family.class);
            assertThat(family.callers()).containsExactly(test);
            assertThat(family.ancestors()).containsExactly(test);
        });
    }

    @DisplayName(
            "P-13 who was not started on behalf of anybody has no callers; a plain child does not inherit them")
    @Test
    void callers_are_not_inherited() {
        onNode(() -> {
            assertThat(ProcLib.callers()).isEmpty();
            assertThat(ProcLib.callersFromHere()).containsExactly(self());
            List<Pid> ofChild =
                    Task.<List<Pid>>async(
                                    () -> {
                                        Pid task = self();
                                        spawnLink(() -> task.send(ProcLib.callers()));
                                        @SuppressWarnings("unchecked")
                                        List<Pid> callers = receive(List.class);
                                        return callers;
                                    })
                            .await();
            assertThat(ofChild).isEmpty();
        });
        assertThat(ProcLib.callers()).isEmpty();
        assertThat(ProcLib.callersFromHere()).isEmpty();
    }

    @DisplayName(
            "P-13 a task that somebody else starts runs on behalf of its owner, and descends from its parent")
    @Test
    void a_supervised_task_has_both() {
        onNode(() -> {
            Pid test = self();
            Parent parent = Parent.spawned();

            Family family = parent.async(Family::ofMine).await();

            assertThat(family.callers()).containsExactly(test);
            assertThat(family.ancestors()).containsExactly(parent.pid);
        });
    }

    static List<Function<TaskParent, Task<Object>>> failing() {
        return List.of(parent ->
                parent.asyncNolink(() -> {
                    throw exit(BOO);
                }));
    }

    @DisplayName(
            "TK-1 a task of somebody else's without a link: its failure is a result, and nothing else")
    @ParameterizedTest
    @MethodSource("failing")
    void a_task_without_a_link_fails_alone(Function<TaskParent, Task<Object>> start) {
        onNode(() -> {
            Task<Object> task = start.apply(Parent.spawned());

            assertThat(task.yield()).contains(new TaskResult.Exit<>(BOO));
            assertThat(mailbox()).isEmpty();
        });
    }

    @DisplayName("TK-1 a task of somebody else's is linked to its owner too")
    @Test
    void a_supervised_task_is_linked_to_its_owner() {
        onNode(() -> {
            trapExits(true);
            Task<Object> task =
                    Parent.spawned()
                            .async(() -> {
                                throw exit(BOO);
                            });

            assertThat(TaskAwaitTest.failure(task::await).reason()).isEqualTo(BOO);
            assertThat(receive(Exit.class)).isEqualTo(new Exit(task.pid(), BOO));
        });
    }

    @DisplayName(
            "AS-3 AS-6 a stream whose tasks somebody else starts: failures are results without a link, and nothing is left")
    @Test
    void a_stream_of_somebody_elses_tasks() {
        onNode(() -> {
            Parent parent = Parent.spawned();
            int before = TaskStreamTest.processes();

            assertThat(
                            parent.asyncStreamNolink(
                                            List.of(1, 2, 3),
                                            x -> {
                                                if (x == 2) {
                                                    throw exit(BOO);
                                                }
                                                return ProcLib.ancestors();
                                            },
                                            with -> with.maxConcurrency(2))
                                    .toList())
                    .containsExactly(
                            new Ok<>(List.of(parent.pid)),
                            new TaskResult.Exit<>(BOO),
                            new Ok<>(List.of(parent.pid)));
            assertThat(
                            parent.asyncStream(
                                            List.of(1, 2, 3, 4, 5),
                                            x -> x == 1 ? x : receive(Go.class),
                                            with -> with.maxConcurrency(2))
                                    .findFirst())
                    .contains(new Ok<>(1));
            assertThat(mailbox()).isEmpty();
            assertThat(TaskStreamTest.processes()).isEqualTo(before);
        });
    }

    @DisplayName(
            "AS-6 a parent that refuses is an error of the owner, and of the consumer of a stream, whose running tasks end")
    @Test
    void a_parent_may_refuse() {
        onNode(() -> {
            Parent parent = Parent.spawned();
            int before = TaskStreamTest.processes();
            int[] left = {2};
            TaskParent full =
                    task ->
                            left[0]-- > 0
                                    ? parent.start(task)
                                    : new StartResult.Failed<>(ExitReason.of("max_children"));

            assertThatThrownBy(() ->
                            full.asyncStream(
                                            List.of(1, 2, 3),
                                            _ -> receive(Go.class),
                                            with -> with.maxConcurrency(3))
                                    .toList())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("max_children");
            assertThatThrownBy(() -> full.async(() -> 1))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("max_children");
            assertThat(mailbox()).isEmpty();
            assertThat(TaskStreamTest.processes()).isEqualTo(before);
        });
    }

    @DisplayName(
            "TS-4 a task that somebody else has started does not wait for a dead owner: {shutdown, Reason}")
    @Test
    void a_task_does_not_wait_for_a_dead_owner() {
        onNode(() -> {
            Pid test = self();
            Pid owner =
                    spawn(() -> {
                        TaskParent parent =
                                task -> {
                                    try {
                                        test.send(task.start().orElseThrow());
                                    } catch (Exception e) {
                                        throw new IllegalStateException(e);
                                    }
                                    return receive(StartResult.class) == null
                                            ? new StartResult.Ignored<>()
                                            : new StartResult.Ignored<>();
                                };
                        trapExits(true);
                        parent.asyncNolink(() -> 1);
                    });
            Pid task = receive(Pid.class);
            Ref end = monitor(task);

            owner.exit(ExitReason.KILL);

            assertThat(receive(end).reason())
                    .isIn(ExitReason.shutdown(ExitReason.KILLED), ExitReason.KILLED);
        });
    }

    @DisplayName("TS-4 a task whose owner says nothing ends with timeout after 5 s")
    @Test
    void a_task_does_not_wait_for_ever() {
        ManualClock clock = new ManualClock();
        onNode(
                clock,
                () -> {
                    Pid test = self();
                    spawn(() -> {
                        trapExits(true);
                        TaskParent parent =
                                task -> {
                                    try {
                                        test.send(task.start().orElseThrow());
                                    } catch (Exception e) {
                                        throw new IllegalStateException(e);
                                    }
                                    receive(Go.class);
                                    throw new ExitException(NORMAL);
                                };
                        parent.asyncNolink(() -> 1);
                    });
                    Pid task = receive(Pid.class);
                    Ref end = monitor(task);
                    clock.awaitAlarm(Duration.ofSeconds(5));

                    clock.advance(Duration.ofSeconds(5));

                    assertThat(receive(end).reason()).isEqualTo(ExitReason.TIMEOUT);
                });
    }
}
