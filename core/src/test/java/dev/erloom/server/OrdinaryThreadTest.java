// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

import static dev.erloom.process.ExitReason.NOPROC;
import static dev.erloom.process.ExitReason.TIMEOUT;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.server.Puppet.echo;
import static dev.erloom.server.Puppet.unanswered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.erloom.process.Atom;
import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason;
import dev.erloom.process.ExitReason.CallFailed;
import dev.erloom.process.Node;
import dev.erloom.process.Pid;
import dev.erloom.process.Ref;
import dev.erloom.process.Timeouts;
import dev.erloom.server.Puppet.Ask;
import dev.erloom.server.Puppet.Cue;
import dev.erloom.server.Puppet.Tell;
import dev.erloom.testing.LogCapture;
import dev.erloom.testing.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Calls, casts and starts of threads that are no process. */
class OrdinaryThreadTest {
    private static final Name<Cue> NAME = Name.of("puppet");
    private static final Duration LIMIT = Duration.ofMillis(20);
    private static final ExitReason BOO = ExitReason.of("boo");

    private final ManualClock clock = new ManualClock();
    private LogCapture log;
    private Node node;
    private ServerRef<Cue> server;

    @BeforeEach
    void start_a_server() {
        log = LogCapture.ofCore();
        node = Node.start(with -> with.clock(clock));
        Puppet puppet = node.call(Puppet::ready);
        server = node.start(() -> GenServer.startLink(puppet, NAME));
    }

    @AfterEach
    void close_the_node() {
        node.close();
        log.close();
    }

    private static CallFailed failureOf(ServerRef<Cue> server, Ask ask, Duration timeout) {
        try {
            throw new AssertionError("answered: " + server.call(ask, timeout));
        } catch (ExitException failed) {
            return (CallFailed) failed.reason();
        }
    }

    @DisplayName("JV-9 an ordinary thread calls, casts and sends, by pid and by name")
    @Test
    void an_ordinary_thread_can_use_a_server() {
        for (ServerRef<Cue> ref : List.of(server, NAME.on(node))) {
            ref.cast(new Tell((me, _) -> me.noReply("told")));
            assertThat(ref.call(new Ask((me, ask, state) -> me.reply(ask, state, state))))
                    .isEqualTo("told");
            assertThat(ref.whereis()).isEqualTo(server.whereis());
            ref.send(new Puppet.Info((me, _) -> me.noReply("sent")));
            assertThat(ref.call(new Ask((me, ask, state) -> me.reply(ask, state, state))))
                    .isEqualTo("sent");
        }
    }

    @DisplayName("JV-9 GC-2 GC-3 GC-6 the failures of its calls are those of a process")
    @Test
    void a_call_of_an_ordinary_thread_fails_like_any_other() {
        ServerRef<Cue> nobody = Name.<Cue>of("nobody").on(node);
        Ask never = echo("never");

        assertThat(failureOf(nobody, never, LIMIT))
                .isEqualTo(new CallFailed(NOPROC, nobody, never, LIMIT));
        assertThat(failureOf(server, unanswered(), Duration.ZERO).reason()).isEqualTo(TIMEOUT);
        Ask stopping = new Ask((me, _, state) -> me.stop(BOO, state));
        assertThat(failureOf(server, stopping, Timeouts.INFINITY).reason()).isEqualTo(BOO);
        assertThat(failureOf(server, never, Timeouts.INFINITY).reason()).isEqualTo(NOPROC);
    }

    @DisplayName("JV-9 GC-7 a time-out of an ordinary thread; the late reply goes nowhere")
    @Test
    void a_call_of_an_ordinary_thread_times_out() {
        CountDownLatch tooLate = new CountDownLatch(1);
        Ask late =
                new Ask((me, ask, state) -> {
                    tooLate.await();
                    return me.reply(ask, "late", state);
                });
        node.spawn(() -> {
            clock.awaitAlarm(LIMIT);
            clock.advance(LIMIT);
        });

        assertThat(failureOf(server, late, LIMIT).reason()).isEqualTo(TIMEOUT);
        tooLate.countDown();
        assertThat(server.call(echo("next"))).isEqualTo("next");
    }

    @DisplayName("JV-9 a From of an ordinary thread knows its node's root as the caller")
    @Test
    void the_caller_of_an_ordinary_thread_is_the_root() {
        Ask caller = new Ask((me, ask, state) -> me.reply(ask, me.from(ask).caller(), state));

        assertThat(node.processes()).contains((Pid) server.call(caller));
    }

    @DisplayName(
            "R10 an ordinary thread that is interrupted gives the call up, with its interrupt status set; no reply is lost on others")
    @Test
    void an_interrupted_thread_gives_up() {
        CompletableFuture<From<Object>> from = new CompletableFuture<>();
        CompletableFuture<List<Object>> result = new CompletableFuture<>();
        Ask kept =
                new Ask((me, ask, state) -> {
                    from.complete(me.from(ask));
                    return me.noReply(state);
                });
        Thread caller =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                server.call(kept, Timeouts.INFINITY);
                            } catch (ExitException interrupted) {
                                boolean status = Thread.currentThread().isInterrupted();
                                result.complete(List.of(interrupted.reason(), status));
                            }
                        });
        From<Object> waiting = from.join();

        caller.interrupt();

        assertThat(result.join()).isEqualTo(List.of(ExitReason.of(new Atom("interrupted")), true));
        waiting.reply("late");
        assertThat(server.call(echo("next"))).isEqualTo("next");
    }

    @DisplayName(
            "R10 a thread that is interrupted already does not wait, but a reply that is there counts")
    @Test
    void an_interrupted_thread_does_not_wait() {
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(ExitException.class)
                .isThrownBy(() -> server.call(unanswered(), Timeouts.INFINITY))
                .returns(ExitReason.of(new Atom("interrupted")), ExitException::reason);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(server.call(echo("next"))).isEqualTo("next");
    }

    @DisplayName("R14 a call that waits when the node closes ends with an error that says so")
    @Test
    void a_waiting_call_ends_with_the_node() {
        CompletableFuture<Throwable> result = new CompletableFuture<>();
        CountDownLatch asked = new CountDownLatch(1);
        Ask ask =
                new Ask((me, _, state) -> {
                    asked.countDown();
                    return me.noReply(state);
                });
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        server.call(ask, Timeouts.INFINITY);
                    } catch (RuntimeException failed) {
                        result.complete(failed);
                    }
                });
        await(asked);

        node.close();

        assertThat(result.join())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("node nonode@nohost is closed");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @DisplayName("R14 calls and starts after the close say so; casts and stops find nobody")
    @Test
    void a_closed_node_refuses() {
        node.close();

        assertThatIllegalStateException()
                .isThrownBy(() -> server.call(echo("never")))
                .withMessage("node nonode@nohost is closed");
        assertThatIllegalStateException()
                .isThrownBy(() -> node.start(() -> GenServer.startLink(new Plain())))
                .withMessage("node nonode@nohost is closed");
        server.cast(new Tell((me, state) -> me.noReply(state)));
        assertThatExceptionOfType(ExitException.class)
                .isThrownBy(server::stop)
                .returns(NOPROC, ExitException::reason);
    }

    @DisplayName("R14 JV-9 a process can be watched while an ordinary thread stops it")
    @Test
    void stop_of_an_ordinary_thread_is_seen_by_processes() {
        CompletableFuture<ExitReason> seen = new CompletableFuture<>();
        CountDownLatch watching = new CountDownLatch(1);
        node.spawn(() -> {
            Ref ref = monitor(server);
            watching.countDown();
            seen.complete(receive(ref).reason());
        });
        await(watching);

        server.stop(BOO, Timeouts.INFINITY);

        assertThat(seen.join()).isEqualTo(BOO);
    }
}
