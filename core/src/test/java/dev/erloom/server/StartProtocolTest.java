// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

import static dev.erloom.process.ExitReason.KILL;
import static dev.erloom.process.ExitReason.KILLED;
import static dev.erloom.process.ExitReason.NOPROC;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.process.Processes.trapExits;
import static dev.erloom.process.Processes.whereis;
import static dev.erloom.testing.InProcess.inProcess;
import static dev.erloom.testing.InProcess.mailbox;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.erloom.process.Atom;
import dev.erloom.process.Exit;
import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason;
import dev.erloom.process.ExitReason.Other;
import dev.erloom.process.Node;
import dev.erloom.process.Pid;
import dev.erloom.process.ProcLib;
import dev.erloom.process.ProcLib.Body;
import dev.erloom.process.ProcLib.Options;
import dev.erloom.process.Ref;
import dev.erloom.process.StartResult;
import dev.erloom.process.StartResult.AlreadyStarted;
import dev.erloom.process.StartResult.Ignored;
import dev.erloom.process.StartResult.Started;
import dev.erloom.process.Timeouts;
import dev.erloom.testing.LogCapture;
import dev.erloom.testing.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class StartProtocolTest {
    private static final Options LINKED = Options.linked("test.init");

    private static final Options UNLINKED = Options.unlinked("test.init");

    private static final ExitReason BAD = ExitReason.of("bad");

    @AutoClose final LogCapture log = LogCapture.ofCore();

    private static <T> Body<T> stays(T value) {
        return ready -> {
            ready.started(value);
            receive();
        };
    }

    private static Body<Pid> answersItself() {
        return ready -> {
            ready.started(self());
            receive();
        };
    }

    private static Pid pidOf(StartResult<?> result) {
        if (result instanceof Started<?>(Pid pid, _)) {
            return pid;
        }
        throw new AssertionError("not started: " + result);
    }

    @DisplayName("PL-1 start blocks until the child acknowledges")
    @Test
    void blocks_until_the_child_is_ready() {
        inProcess(() -> {
            Pid observer = self();
            Body<String> body =
                    ready -> {
                        observer.send(self());
                        receive();
                        observer.send("ready");
                        ready.started("value");
                    };
            spawn(() -> {
                ProcLib.start(body, LINKED);
                observer.send("start has returned");
            });

            receive(Pid.class).send("go on");

            assertThat(List.of(receive(), receive()))
                    .isEqualTo(List.of("ready", "start has returned"));
        });
    }

    @DisplayName("PL-1 the default time-out of a start is infinity")
    @Test
    void waits_for_ever_unless_told_otherwise() {
        ManualClock clock = new ManualClock();
        inProcess(
                clock,
                () -> {
                    StartResult<String> result =
                            ProcLib.start(
                                    ready -> {
                                        clock.advance(Duration.ofDays(100_000));
                                        ready.started("at last");
                                    },
                                    LINKED);

                    assertThat(LINKED.timeout()).isEqualTo(Timeouts.INFINITY);
                    assertThat(result.orElseThrow()).isEqualTo("at last");
                });
    }

    @DisplayName("PL-2 the value is returned unchanged, and the child lives and is linked by then")
    @Test
    void answers_the_value_of_a_living_linked_child() {
        inProcess(() -> {
            trapExits(true);
            List<String> value = List.of("the very value");

            StartResult<List<String>> result = ProcLib.start(stays(value), LINKED);

            assertThat(result.orElseThrow()).isSameAs(value);
            pidOf(result).exit(KILL);
            assertThat(receive()).isEqualTo(new Exit(pidOf(result), KILLED));
        });
    }

    @DisplayName("PL-2 a child that is not to be linked is not")
    @Test
    void links_only_when_told_to() {
        inProcess(() -> {
            trapExits(true);
            Pid child = pidOf(ProcLib.start(stays("value"), UNLINKED));
            Ref ref = monitor(child);

            child.exit(KILL);

            assertThat(receive(ref).reason()).isEqualTo(KILLED);
            assertThat(mailbox()).isEmpty();
        });
    }

    @DisplayName(
            "PL-9 a name that is taken answers already_started, the body does not run, nothing is left")
    @Test
    void a_name_is_given_once() {
        inProcess(() -> {
            trapExits(true);
            Pid owner = pidOf(ProcLib.start(stays("value"), UNLINKED.name("taken")));
            int processes = Node.current().processes().size();
            AtomicBoolean ran = new AtomicBoolean();

            StartResult<String> second = ProcLib.start(_ -> ran.set(true), LINKED.name("taken"));

            assertThat(second).isEqualTo(new AlreadyStarted<>(owner));
            assertThat(ran).isFalse();
            assertThat(whereis("taken")).contains(owner);
            assertThat(mailbox()).isEmpty();
            assertThat(log.entries()).isEmpty();
            assertThat(Node.current().processes()).hasSizeLessThanOrEqualTo(processes + 1);
        });
    }

    @DisplayName("PL-9 a starter that does not trap survives already_started")
    @Test
    void a_name_that_is_taken_kills_nobody() {
        inProcess(() -> {
            ProcLib.start(stays("value"), UNLINKED.name("taken"));

            assertThat(ProcLib.start(stays("value"), LINKED.name("taken")))
                    .isInstanceOf(AlreadyStarted.class);
        });
    }

    @DisplayName("PL-11 ancestors are listed by name where there is one, parent first")
    @Test
    void ancestors_are_known() {
        inProcess(() -> {
            Body<List<Object>> inner = ready -> ready.started(ProcLib.ancestors());
            Body<List<Object>> outer =
                    ready -> ready.started(ProcLib.start(inner, UNLINKED).orElseThrow());

            List<Object> ancestors = ProcLib.start(outer, UNLINKED.name("outer")).orElseThrow();

            assertThat(ancestors).isEqualTo(List.of("outer", self()));
            assertThat(ProcLib.ancestors()).isEmpty();
        });
    }

    @DisplayName("a child dies with its starter while it starts")
    @Test
    void a_starter_that_dies_takes_its_starting_child_along() {
        inProcess(() -> {
            Pid observer = self();
            Pid starter =
                    spawn(() ->
                            ProcLib.start(
                                    _ -> {
                                        observer.send(self());
                                        receive();
                                    },
                                    LINKED));
            Ref child = monitor(receive(Pid.class));

            starter.exit(BAD);

            assertThat(receive(child).reason()).isEqualTo(BAD);
        });
    }

    @DisplayName("the answer of a start counts once")
    @Test
    void a_second_answer_is_ignored() {
        inProcess(() -> {
            Body<String> body =
                    ready -> {
                        ready.started("first");
                        ready.started("second");
                        receive();
                    };
            for (int i = 0; i < 100; i++) {
                assertThat(ProcLib.start(body, UNLINKED).orElseThrow()).isEqualTo("first");
            }
        });
    }

    @DisplayName("a failure after the answer is an ordinary end")
    @Test
    void a_failure_after_the_answer_does_not_change_it() {
        inProcess(() -> {
            trapExits(true);
            Body<String> body =
                    ready -> {
                        ready.started("first");
                        throw ready.failed(new Ignored<>(), BAD);
                    };
            for (int i = 0; i < 100; i++) {
                StartResult<String> result = ProcLib.start(body, LINKED);

                assertThat(result.orElseThrow()).isEqualTo("first");
                assertThat(receive()).isEqualTo(new Exit(pidOf(result), BAD));
            }
        });
    }

    @DisplayName("NM-10 PL-14 bad options are refused before anything starts")
    @Test
    void bad_options_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LINKED.timeout(Duration.ofNanos(-1)))
                .withMessage("timeout must be >= 0, was PT-0.000000001S");
        for (String name : List.of("", "undefined", "nil", "true", "false")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> LINKED.name(name))
                    .withMessageContaining("\"" + name + "\"");
        }
    }

    @DisplayName("R13 without a process and without a default node there is nobody to start for")
    @Test
    void a_thread_without_a_node_cannot_start() {
        assertThatIllegalStateException()
                .isThrownBy(() -> ProcLib.start(stays("value"), LINKED))
                .withMessageContaining("node.start(...)");
    }

    @DisplayName(
            "R13 what an ordinary thread starts is a child of its node's root, which reports its end")
    @Test
    void an_ordinary_thread_starts_for_its_node() throws Exception {
        try (Node node = Node.start(with -> with.name("shop"))) {
            Pid child = node.start(() -> ProcLib.start(answersItself(), LINKED));

            child.exit(BAD);

            assertThat(log.await("started on node shop by an ordinary thread").text())
                    .contains(child.toString(), "bad");
        }
    }

    @DisplayName(
            "R10 an ordinary thread that is interrupted gives the start up, and nothing is left of the child")
    @Test
    void an_interrupted_thread_leaves_no_child() throws Exception {
        try (Node node = Node.start()) {
            CompletableFuture<Pid> child = new CompletableFuture<>();
            CompletableFuture<Object> thrown = new CompletableFuture<>();
            Body<String> body =
                    _ -> {
                        child.complete(self());
                        receive();
                    };
            Thread thread =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    node.start(() -> ProcLib.start(body, LINKED));
                                } catch (ExitException e) {
                                    thrown.complete(
                                            List.of(
                                                    e.reason(),
                                                    Thread.currentThread().isInterrupted()));
                                }
                            });

            Pid pid = child.get();
            thread.interrupt();

            assertThat(thrown.get()).isEqualTo(List.of(new Other(new Atom("interrupted")), true));
            node.run(() -> assertThat(receive(monitor(pid)).reason()).isIn(KILLED, NOPROC));
        }
    }
}
