// SPDX-License-Identifier: Apache-2.0
package dev.erloom.task;

import static dev.erloom.process.ExitReason.NORMAL;
import static dev.erloom.process.ExitReason.TIMEOUT;
import static dev.erloom.process.Processes.exit;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.process.Processes.spawnMonitor;
import static dev.erloom.process.Processes.trapExits;
import static dev.erloom.testing.InProcess.inProcess;
import static dev.erloom.testing.InProcess.mailbox;
import static dev.erloom.testing.TestNode.onNode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.erloom.process.Down;
import dev.erloom.process.Exit;
import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason;
import dev.erloom.process.ExitReason.Crash;
import dev.erloom.process.ExitReason.TaskFailed;
import dev.erloom.process.Node;
import dev.erloom.process.Pid;
import dev.erloom.process.Processes.Spawned;
import dev.erloom.process.Ref;
import dev.erloom.process.StartResult;
import dev.erloom.process.Timeouts;
import dev.erloom.testing.Forever;
import dev.erloom.testing.LogCapture;
import dev.erloom.testing.ManualClock;
import dev.erloom.testing.Parked;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TaskAwaitTest {
    private static final ExitReason BOO = ExitReason.of("boo");
    private static final Duration FIVE = Duration.ofSeconds(5);

    /** Tells a task to go on. */
    record Go() {}

    private static String afterGo() {
        receive(Go.class);
        return "done";
    }

    static TaskFailed failure(Runnable wait) {
        ExitException thrown = catchThrowableOfType(ExitException.class, wait::run);
        assertThat(thrown).isNotNull();
        return (TaskFailed) thrown.reason();
    }

    @DisplayName("TK-1 async starts a linked and monitored process; the task knows pid and ref")
    @Test
    void async_links_and_monitors() {
        onNode(() -> {
            Pid owner = self();
            trapExits(true);
            Task<String> task =
                    Task.async(() -> {
                        owner.send(self());
                        receive(Go.class);
                        throw exit(BOO);
                    });

            assertThat(receive(Pid.class)).isEqualTo(task.pid());
            task.pid().send(new Go());

            assertThat(receive(task.ref())).isEqualTo(new Down(task.ref(), task.pid(), BOO));
            assertThat(mailbox()).containsExactly(new Exit(task.pid(), BOO));
        });
    }

    @DisplayName(
            "TK-2 an unread task leaves its reply, the EXIT and the DOWN (oracle d: task unread reply)")
    @Test
    void the_owner_gets_the_reply_then_the_end() {
        onNode(() -> {
            trapExits(true);
            Task<Integer> task = Task.async(() -> 1);
            Ref end = monitor(task.pid());
            receive(end);

            assertThat(mailbox())
                    .containsExactly(
                            new TaskReply(task.ref(), 1),
                            new Exit(task.pid(), NORMAL),
                            new Down(task.ref(), task.pid(), NORMAL));
        });
    }

    @DisplayName(
            "TK-2 TK-11 await takes the reply and the DOWN; a trapped EXIT stays (oracle d: task normal EXIT to trapping owner)")
    @Test
    void await_takes_the_reply_and_the_down() {
        onNode(() -> {
            trapExits(true);
            Task<Integer> task = Task.async(() -> 1);

            assertThat(task.await()).isEqualTo(1);

            assertThat(receive(Exit.class)).isEqualTo(new Exit(task.pid(), NORMAL));
            assertThat(mailbox()).isEmpty();
        });
    }

    @DisplayName("TK-2 await finds its reply behind other messages and leaves those in their order")
    @Test
    void other_messages_stay() {
        onNode(() -> {
            self().send("one");
            Task<String> task = Task.async(TaskAwaitTest::afterGo);
            self().send("two");
            task.pid().send(new Go());
            receive(monitor(task.pid()));
            self().send("three");

            assertThat(task.await()).isEqualTo("done");
            assertThat(mailbox()).containsExactly("one", "two", "three");
        });
    }

    @DisplayName(
            "TK-3 TK-11 a failed task exits a trapping owner with {Reason, {Task, await, …}} (oracle d: task await crash trapping)")
    @Test
    void await_exits_when_the_task_failed() {
        onNode(() -> {
            trapExits(true);
            Task<String> task =
                    Task.async(() -> {
                        throw exit(BOO);
                    });

            assertThat(failure(task::await))
                    .isEqualTo(new TaskFailed(BOO, "await", List.of(task, FIVE)));
            assertThat(receive(Exit.class)).isEqualTo(new Exit(task.pid(), BOO));
            assertThat(mailbox()).isEmpty();
        });
    }

    @DisplayName(
            "TK-3 TK-24 an exception in the task is the reason and the cause, not what await throws")
    @Test
    void the_exception_is_the_cause() {
        onNode(() -> {
            trapExits(true);
            Exception oops = new IllegalStateException("oops");
            Task<String> task =
                    Task.async(() -> {
                        throw oops;
                    });

            assertThatThrownBy(task::await)
                    .isInstanceOf(ExitException.class)
                    .hasCause(oops)
                    .extracting(thrown -> ((ExitException) thrown).reason().root())
                    .isEqualTo(new Crash(oops));
        });
    }

    @DisplayName(
            "TK-4 TK-25 after a time-out nothing of the task arrives any more; it goes on (oracle d: task await timeout)")
    @Test
    void a_late_reply_is_dropped() {
        ManualClock clock = new ManualClock();
        onNode(
                clock,
                () -> {
                    trapExits(true);
                    Task<String> task = Task.async(TaskAwaitTest::afterGo);
                    Ref end = monitor(task.pid());
                    Thread mover =
                            Thread.startVirtualThread(() -> {
                                awaitAlarm(clock);
                                clock.advance(FIVE);
                            });

                    assertThat(failure(task::await))
                            .isEqualTo(new TaskFailed(TIMEOUT, "await", List.of(task, FIVE)));
                    mover.join();

                    assertThat(task.pid().isAlive()).isTrue();
                    task.pid().send(new Go());
                    assertThat(receive(end).reason()).isEqualTo(NORMAL);
                    assertThat(mailbox()).containsExactly(new Exit(task.pid(), NORMAL));
                });
    }

    private static void awaitAlarm(ManualClock clock) {
        try {
            clock.awaitAlarm(FIVE);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @DisplayName("TK-4 an owner that exits after a time-out takes its task down")
    @Test
    void a_time_out_kills_the_task_through_the_link() {
        onNode(() -> {
            AtomicReference<Task<String>> late = new AtomicReference<>();
            Spawned owner =
                    spawnMonitor(() -> {
                        late.set(Task.async(TaskAwaitTest::afterGo));
                        late.get().await(Duration.ZERO);
                    });

            ExitReason reason = receive(owner.ref()).reason();

            assertThat(reason)
                    .isEqualTo(
                            new TaskFailed(TIMEOUT, "await", List.of(late.get(), Duration.ZERO)));
            assertThat(receive(monitor(late.get().pid())).reason()).isIn(reason, ExitReason.NOPROC);
        });
    }

    @DisplayName("TK-5 a task that ends normally without a value exits its owner with {normal, …}")
    @Test
    void a_normal_exit_is_no_value() {
        onNode(() -> {
            Task<String> task =
                    Task.async(() -> {
                        throw exit(NORMAL);
                    });

            assertThat(failure(task::await).reason()).isEqualTo(NORMAL);
        });
    }

    @DisplayName("TK-6 a task on a node that is gone exits with {nodedown, Node}, whoever asks how")
    @Test
    void a_lost_node_is_nodedown() {
        try (Node stranger = Node.start()) {
            onNode(() -> {
                TaskParent elsewhere =
                        _ -> StartResult.started(stranger.spawn(() -> receive(Go.class)));
                ExitReason nodedown = new ExitReason.NodeDown("nonode@nohost");

                Task<String> first = elsewhere.asyncNolink(() -> "");
                assertThat(failure(first::await).reason()).isEqualTo(nodedown);
                Task<String> second = elsewhere.asyncNolink(() -> "");
                assertThat(failure(second::yield))
                        .isEqualTo(new TaskFailed(nodedown, "yield", List.of(second, FIVE)));
                Task<String> third = elsewhere.asyncNolink(() -> "");
                assertThat(failure(third::shutdown).function()).isEqualTo("shutdown");
                Task<String> fourth = elsewhere.asyncNolink(() -> "");
                assertThat(failure(() -> Task.awaitMany(List.of(fourth))).reason())
                        .isEqualTo(nodedown);
                Task<String> fifth = elsewhere.asyncNolink(() -> "");
                assertThat(failure(() -> Task.yieldMany(List.of(fifth), with -> with)).reason())
                        .isEqualTo(nodedown);
                assertThat(mailbox()).isEmpty();
            });
        }
    }

    @DisplayName(
            "TK-7 only the owner may ask: anybody else gets an error that names both (oracle d: await non owner)")
    @Test
    void a_stranger_may_not_ask() {
        onNode(() -> {
            Task<Integer> task = Task.async(() -> 5);
            Pid owner = self();
            spawnMonitor(() -> {
                for (Runnable question :
                        List.<Runnable>of(
                                task::await,
                                task::yield,
                                task::shutdown,
                                task::brutalKill,
                                task::ignore,
                                () -> Task.awaitMany(List.of(task)),
                                () -> Task.yieldMany(List.of(task), with -> with))) {
                    assertThatThrownBy(question::run)
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessage(
                                    "%s belongs to %s and was asked by %s", task, owner, self());
                }
            });

            assertThat(receive(Down.class, down -> !down.ref().equals(task.ref())).reason())
                    .isEqualTo(NORMAL);
            assertThat(task.await()).isEqualTo(5);
        });
    }

    @DisplayName(
            "TK-8 a task that fails takes its owner down with the raw reason (oracle d: task await crash not trapping)")
    @Test
    void an_owner_that_does_not_trap_goes_down() {
        onNode(() -> {
            Spawned owner =
                    spawnMonitor(() -> {
                        Task.async(() -> {
                            throw exit(BOO);
                        });
                        Forever.sleep();
                    });

            assertThat(receive(owner.ref()).reason()).isEqualTo(BOO);
        });
    }

    @DisplayName(
            "TK-9 an owner that fails takes its tasks down with the same reason (oracle d: task owner dies)")
    @Test
    void a_task_goes_down_with_its_owner() {
        onNode(() -> {
            Pid test = self();
            Pid owner =
                    spawn(() -> {
                        test.send(Task.async(TaskAwaitTest::afterGo));
                        receive(Go.class);
                        throw exit(BOO);
                    });
            Ref end = monitor(receive(Task.class).pid());

            owner.send(new Go());

            assertThat(receive(end).reason()).isEqualTo(BOO);
        });
    }

    @DisplayName(
            "TK-27 an owner that ends normally leaves its tasks running (oracle d: task owner exits normally)")
    @Test
    void a_task_survives_a_normal_end() {
        onNode(() -> {
            Pid test = self();
            Spawned owner = spawnMonitor(() -> test.send(Task.async(TaskAwaitTest::afterGo)));
            Task<?> task = receive(Task.class);
            Ref end = monitor(task.pid());
            assertThat(receive(owner.ref()).reason()).isEqualTo(NORMAL);

            assertThat(task.pid().isAlive()).isTrue();
            task.pid().send(new Go());

            assertThat(receive(end).reason()).isEqualTo(NORMAL);
        });
    }

    @DisplayName("TK-10 a task that fails is logged once: function, arguments, starter, label")
    @Test
    void a_failed_task_is_logged() {
        try (LogCapture log = LogCapture.ofCore()) {
            inProcess(() -> {
                trapExits(true);
                Task<String> task =
                        Task.async(
                                () -> {
                                    throw new IllegalStateException("oops");
                                },
                                with -> with.label("fetcher"));
                failure(task::await);

                LogCapture.Entry entry = log.await("terminating");
                assertThat(entry.level()).isEqualTo("SEVERE");
                assertThat(entry.text())
                        .contains(
                                "task " + task.pid() + " (fetcher) terminating",
                                "started from: " + self(),
                                "function: " + TaskAwaitTest.class.getName() + "$$Lambda",
                                "arguments: []",
                                "oops",
                                "callers: [" + self() + "]");
                assertThat(entry.thrown()).hasMessage("oops");
                receive(Exit.class);
            });
            assertThat(log.entries()).isEmpty();
        }
    }

    @DisplayName("TK-10 the log of a stream's task names its element")
    @Test
    void the_element_is_logged() throws InterruptedException {
        try (LogCapture log = LogCapture.ofCore();
                Node node = Node.start()) {
            node.run(() -> {
                trapExits(true);
                Task.asyncStream(
                                List.of("element"),
                                element -> {
                                    throw new IllegalStateException("oops");
                                })
                        .forEach(_ -> {});
                assertThat(log.await("terminating").text()).contains("arguments: [element]");
            });
        }
    }

    @DisplayName(
            "TK-10 LG-2 normal, shutdown and {shutdown, _} are not logged, nor is the end by a signal")
    @Test
    void an_orderly_end_is_not_logged() {
        try (LogCapture log = LogCapture.ofCore();
                Node node = Node.start()) {
            node.run(() -> {
                trapExits(true);
                for (ExitReason reason :
                        List.of(NORMAL, ExitReason.SHUTDOWN, ExitReason.shutdown("why"))) {
                    Task<String> task =
                            Task.async(() -> {
                                throw exit(reason);
                            });
                    assertThat(failure(task::await).reason()).isEqualTo(reason);
                }
                Task<String> sleeping =
                        Task.async(() -> {
                            Forever.sleep();
                            return "";
                        });
                sleeping.pid().exit(BOO);
                assertThat(failure(sleeping::await).reason()).isEqualTo(BOO);
            });
            assertThat(log.entries()).isEmpty();
        }
    }

    @DisplayName("TK-26 a task does not trap exits unless it asks to")
    @Test
    void a_task_does_not_trap_exits() {
        onNode(() -> {
            trapExits(true);
            Task<String> task = Task.async(TaskAwaitTest::afterGo);

            task.pid().exit(BOO);

            assertThat(failure(task::await).reason()).isEqualTo(BOO);
        });
    }

    @Test
    void a_task_may_return_null() {
        onNode(() -> {
            Task<String> task = Task.async(() -> null);
            assertThat(task.await()).isNull();
        });
    }

    @Test
    void a_wait_without_end_ends_with_the_reply() {
        onNode(() -> {
            Pid owner = self();
            Task<String> task = Task.async(TaskAwaitTest::afterGo);
            Thread ownThread = Thread.currentThread();
            spawn(() -> {
                Parked.await(ownThread);
                owner.send("unrelated");
                task.pid().send(new Go());
            });

            assertThat(task.await(Timeouts.INFINITY)).isEqualTo("done");
            assertThat(mailbox()).containsExactly("unrelated");
        });
    }

    @Test
    void a_negative_time_out_is_refused() {
        onNode(() -> {
            Task<Integer> task = Task.async(() -> 1);
            Duration negative = Duration.ofMillis(-1);

            for (Runnable question :
                    List.<Runnable>of(
                            () -> task.await(negative),
                            () -> task.yield(negative),
                            () -> task.shutdown(negative),
                            () -> Task.awaitMany(List.of(task), negative))) {
                assertThatThrownBy(question::run)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("must be >= 0, was PT-0.001S");
            }
            assertThat(task.await()).isEqualTo(1);
        });
    }

    @Test
    @SuppressWarnings("NullAway") // null is what is tested
    void null_work_is_refused() {
        onNode(() -> {
            assertThatThrownBy(() -> Task.async(null)).isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> Task.start(null)).isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> Task.startLink(null)).isInstanceOf(NullPointerException.class);
        });
    }
}
