// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

import static dev.erloom.process.Processes.receive;
import static dev.erloom.server.Puppet.echo;
import static dev.erloom.testing.InProcess.inProcess;
import static dev.erloom.testing.InProcess.mailbox;
import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.process.Pid;
import dev.erloom.process.Processes;
import dev.erloom.process.Timeouts;
import dev.erloom.server.GenServer.Next;
import dev.erloom.server.GenServer.Timeout;
import dev.erloom.server.Puppet.Ask;
import dev.erloom.server.Puppet.Cue;
import dev.erloom.server.Puppet.Heard;
import dev.erloom.server.Puppet.Info;
import dev.erloom.server.Puppet.Tell;
import dev.erloom.testing.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GenServerTimeoutTest {
    private static final Duration IDLE = Duration.ofMillis(30);
    private static final Duration LONG = Duration.ofDays(1);
    private static final Ask ARMING =
            new Ask((me, ask, state) -> me.reply(ask, "", state).timeout(IDLE));
    private static final Tell CONTINUING =
            new Tell((me, state) -> me.noReply(state).thenContinue(s -> arm(me, s)));
    private static final Heard TIMEOUT = new Heard(new Timeout());

    private final ManualClock clock = new ManualClock();

    /** A server whose last answer carries an idle time. */
    interface Arming {
        ServerRef<Cue> start();
    }

    record Armed(String by, Arming arming) {
        @Override
        public String toString() {
            return "by " + by;
        }
    }

    static List<Armed> armings() {
        return List.of(
                new Armed(
                        "init", () -> Puppet.starting(me -> me.ok("first").timeout(IDLE)).start()),
                new Armed("a call", () -> having(server -> server.call(ARMING))),
                new Armed("a cast", GenServerTimeoutTest::armedServer),
                new Armed(
                        "an info",
                        () -> having(server -> server.send(new Info(GenServerTimeoutTest::arm)))),
                new Armed("a continuation", () -> having(server -> server.cast(CONTINUING))));
    }

    private static ServerRef<Cue> armedServer() {
        return having(server -> server.cast(new Tell(GenServerTimeoutTest::arm)));
    }

    private static ServerRef<Cue> having(Consumer<ServerRef<Cue>> action) {
        ServerRef<Cue> server = Puppet.ready().start();
        action.accept(server);
        return server;
    }

    private static Next<Object> arm(Puppet me, Object state) {
        return me.noReply(state).timeout(IDLE);
    }

    /** A message that arms nothing. */
    record Cancelled(String by, Consumer<ServerRef<Cue>> message) {
        @Override
        public String toString() {
            return "by " + by;
        }
    }

    static List<Cancelled> cancellings() {
        return List.of(
                new Cancelled("a call", server -> server.call(echo(""))),
                new Cancelled(
                        "a cast",
                        server -> server.cast(new Tell((me, state) -> me.noReply(state)))),
                new Cancelled("a stray message", server -> server.send("stray")));
    }

    @DisplayName("GS-23 handleInfo gets a Timeout when no message has come in time")
    @ParameterizedTest
    @MethodSource("armings")
    void an_idle_server_is_told(Armed armed) {
        inProcess(
                clock,
                () -> {
                    armed.arming.start();

                    clock.awaitAlarm(IDLE);
                    clock.advance(IDLE);

                    assertThat(receive()).isEqualTo(TIMEOUT);
                });
    }

    @DisplayName("GS-23 and not before, and GS-24 the message that comes instead cancels it")
    @ParameterizedTest
    @MethodSource("armings")
    void a_message_in_the_last_moment_cancels(Armed armed) {
        inProcess(
                clock,
                () -> {
                    ServerRef<Cue> server = armed.arming.start();
                    clock.awaitAlarm(IDLE);
                    clock.advance(IDLE.minusNanos(1));

                    assertThat(server.call(echo("in time"))).isEqualTo("in time");
                    clock.advance(LONG);

                    assertThat(server.call(echo("barrier"), Timeouts.INFINITY))
                            .isEqualTo("barrier");
                    assertThat(mailbox()).isEmpty();
                });
    }

    @DisplayName(
            "GS-24 any message cancels, and nothing arms it again (oracle b: {:noreply, s, 20} cancelled by any msg)")
    @ParameterizedTest
    @MethodSource("cancellings")
    void any_message_cancels(Cancelled cancelled) {
        inProcess(
                clock,
                () -> {
                    ServerRef<Cue> server = armedServer();
                    clock.awaitAlarm(IDLE);

                    cancelled.message.accept(server);
                    server.send("handled after it");
                    receive(Heard.class, new Heard("handled after it")::equals);
                    clock.advance(LONG);

                    assertThat(server.call(echo("barrier"), Timeouts.INFINITY))
                            .isEqualTo("barrier");
                    assertThat(mailbox()).doesNotContain(TIMEOUT);
                });
    }

    @DisplayName("GS-24 a time-out that has fired does not fire again by itself")
    @Test
    void a_timeout_fires_once() {
        inProcess(
                clock,
                () -> {
                    ServerRef<Cue> server = armedServer();
                    clock.awaitAlarm(IDLE);
                    clock.advance(IDLE);
                    assertThat(receive()).isEqualTo(TIMEOUT);

                    clock.advance(LONG);

                    assertThat(server.call(echo("barrier"), Timeouts.INFINITY))
                            .isEqualTo("barrier");
                    assertThat(mailbox()).isEmpty();
                });
    }

    @DisplayName("GS-23 an answer to a Timeout can arm the next one")
    @Test
    void a_timeout_can_be_armed_again() {
        inProcess(
                clock,
                () -> {
                    Ticker ticker = new Ticker(Processes.self());
                    GenServer.start(ticker).orElseThrow();
                    for (long tick = 1; tick <= 3; tick++) {
                        clock.awaitAlarm(IDLE);
                        clock.advance(IDLE);
                        assertThat(receive()).isEqualTo(tick);
                    }
                });
    }

    /** Ticks as long as nobody says anything. */
    record Ticker(Pid observer) implements GenServer<Cue, Long> {
        @Override
        public Init<Long> init() {
            return ok(0L).timeout(IDLE);
        }

        @Override
        public Next<Long> handle(Cue message, Long ticks) {
            return noReply(ticks);
        }

        @Override
        public Next<Long> handleInfo(Object message, Long ticks) {
            observer.send(ticks + 1);
            return noReply(ticks + 1).timeout(IDLE);
        }
    }

    @DisplayName(
            "GS-25 a time-out of 0 fires when the mailbox is empty (oracle b: timeout 0 empty queue)")
    @Test
    void zero_fires_at_once() {
        inProcess(
                clock,
                () -> {
                    ServerRef<Cue> server = Puppet.ready().start();

                    server.cast(new Tell((me, state) -> me.noReply(state).timeout(Duration.ZERO)));

                    assertThat(receive()).isEqualTo(TIMEOUT);
                });
    }

    @DisplayName(
            "GS-25 a time-out of 0 does not fire when a message waits (oracle b: timeout 0 with queued msg)")
    @Test
    void zero_is_cancelled_by_what_waits() {
        inProcess(
                clock,
                () -> {
                    ServerRef<Cue> server = Puppet.ready().start();
                    CountDownLatch queued = new CountDownLatch(1);
                    server.cast(
                            new Tell((me, state) -> {
                                queued.await();
                                return me.noReply(state).timeout(Duration.ZERO);
                            }));
                    server.send("queued");
                    queued.countDown();

                    assertThat(receive()).isEqualTo(new Heard("queued"));
                    assertThat(server.call(echo("barrier"))).isEqualTo("barrier");
                    assertThat(mailbox()).isEmpty();
                });
    }

    @DisplayName("GS-23 an idle time of infinity never fires")
    @Test
    void infinity_never_fires() {
        inProcess(
                clock,
                () -> {
                    ServerRef<Cue> server = Puppet.ready().start();
                    server.cast(
                            new Tell((me, state) -> me.noReply(state).timeout(Timeouts.INFINITY)));
                    server.call(
                            new Ask((me, ask, state) ->
                                    me.reply(ask, "", state).timeout(Timeouts.INFINITY)));

                    clock.advance(Duration.ofDays(100_000));

                    assertThat(server.call(echo("barrier"), Timeouts.INFINITY))
                            .isEqualTo("barrier");
                    assertThat(mailbox()).isEmpty();
                });
    }
}
