// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

import static dev.erloom.process.ExitReason.KILL;
import static dev.erloom.process.ExitReason.TIMEOUT;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.process.Processes.spawnMonitor;
import static dev.erloom.server.Puppet.echo;
import static dev.erloom.testing.InProcess.inProcess;
import static dev.erloom.testing.InProcess.mailbox;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason.CallFailed;
import dev.erloom.process.Processes;
import dev.erloom.process.Ref;
import dev.erloom.process.Timeouts;
import dev.erloom.server.Puppet.Ask;
import dev.erloom.server.Puppet.Cue;
import dev.erloom.server.Puppet.Tell;
import dev.erloom.testing.LogCapture;
import dev.erloom.testing.ManualClock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReplyTest {
    private static final Duration LIMIT = Duration.ofMillis(20);

    @AutoClose final LogCapture log = LogCapture.ofCore();

    private static ServerRef<Cue> start(Puppet puppet) {
        return GenServer.start(puppet).orElseThrow();
    }

    /** {@return why a call fails} */
    private static CallFailed failureOf(ServerRef<Cue> server, Ask ask, Duration timeout) {
        return failure(() -> server.call(ask, timeout));
    }

    private static CallFailed failure(ThrowingCallable call) {
        ExitException thrown = catchThrowableOfType(ExitException.class, call);
        assertThat(thrown).isNotNull();
        return (CallFailed) thrown.reason();
    }

    /** Moves the clock of the calling process's node once a wait of {@link #LIMIT} has begun. */
    private static void passTheLimit(ManualClock clock) {
        spawn(() -> {
            clock.awaitAlarm(LIMIT);
            clock.advance(LIMIT);
        });
    }

    /** {@return a call that is answered by whoever gets hold of its caller} */
    private static Ask keeping(CompletableFuture<From<Object>> from) {
        return new Ask((me, ask, state) -> {
            from.complete(me.from(ask));
            return me.noReply(state);
        });
    }

    @DisplayName(
            "GC-7 a reply that comes after the time-out never shows up (oracle b: call timeout then late reply dropped)")
    @Test
    void a_late_reply_is_dropped() {
        ManualClock clock = new ManualClock();
        inProcess(
                clock,
                () -> {
                    ServerRef<Cue> server = start(Puppet.ready());
                    CountDownLatch tooLate = new CountDownLatch(1);
                    passTheLimit(clock);
                    Ask late =
                            new Ask((me, ask, state) -> {
                                tooLate.await();
                                return me.reply(ask, "late", state);
                            });

                    assertThat(failureOf(server, late, LIMIT).reason()).isEqualTo(TIMEOUT);
                    tooLate.countDown();

                    assertThat(server.call(echo("barrier"))).isEqualTo("barrier");
                    assertThat(mailbox()).isEmpty();
                });
    }

    @DisplayName("GC-7 a From that is answered after the time-out is silent, too")
    @Test
    void a_late_answer_of_a_from_is_dropped() {
        ManualClock clock = new ManualClock();
        inProcess(
                clock,
                () -> {
                    ServerRef<Cue> server = start(Puppet.ready());
                    CompletableFuture<From<Object>> from = new CompletableFuture<>();
                    passTheLimit(clock);

                    assertThat(failureOf(server, keeping(from), LIMIT).reason()).isEqualTo(TIMEOUT);
                    from.join().reply("late");

                    assertThat(mailbox()).isEmpty();
                });
    }

    @DisplayName(
            "GC-7 GC-8 a reply and a time-out that race give one result, and nothing else arrives")
    @Test
    void a_reply_races_with_the_time_out() {
        ManualClock clock = new ManualClock();
        inProcess(
                clock,
                () -> {
                    ServerRef<Cue> server = start(Puppet.ready());
                    for (int i = 0; i < 300; i++) {
                        CyclicBarrier start = new CyclicBarrier(2);
                        Ref timePassed =
                                spawnMonitor(
                                                () -> {
                                                    clock.awaitAlarm(LIMIT);
                                                    start.await();
                                                    clock.advance(LIMIT);
                                                })
                                        .ref();
                        Ask inTime =
                                new Ask((me, ask, state) -> {
                                    start.await();
                                    return me.reply(ask, "reply", state);
                                });
                        try {
                            assertThat(server.call(inTime, LIMIT)).isEqualTo("reply");
                        } catch (ExitException failed) {
                            assertThat(failed.reason())
                                    .isEqualTo(new CallFailed(TIMEOUT, server, inTime, LIMIT));
                        }
                        receive(timePassed);
                        server.call(echo("barrier"), Timeouts.INFINITY);
                        assertThat(mailbox()).isEmpty();
                    }
                });
    }

    @DisplayName(
            "GC-9 only the first of two replies counts; OTP may leak the second (oracle b: double reply)")
    @Test
    void the_first_reply_counts() {
        inProcess(() -> {
            ServerRef<Cue> server = start(Puppet.ready());
            Ask twice =
                    new Ask((me, ask, state) -> {
                        me.from(ask).reply(1);
                        return me.reply(ask, 2, state);
                    });

            assertThat(server.call(twice)).isEqualTo(1);
            assertThat(server.call(echo("barrier"))).isEqualTo("barrier");
            assertThat(mailbox()).isEmpty();
        });
    }

    @DisplayName("GC-10 any process and any thread may reply (oracle b: reply from other process)")
    @Test
    void anybody_may_reply() {
        inProcess(() -> {
            ServerRef<Cue> server = start(Puppet.ready());
            Ask byProcess =
                    new Ask((me, ask, state) -> {
                        From<Object> from = me.from(ask);
                        spawn(() -> from.reply("other process"));
                        return me.noReply(state);
                    });
            Ask byThread =
                    new Ask((me, ask, state) -> {
                        From<Object> from = me.from(ask);
                        Thread.ofPlatform().start(() -> from.reply("thread"));
                        return me.noReply(state);
                    });

            assertThat(server.call(byProcess)).isEqualTo("other process");
            assertThat(server.call(byThread)).isEqualTo("thread");
        });
    }

    @DisplayName("GC-10 a From can be sent to another server, which answers the caller")
    @Test
    void a_from_can_be_passed_on() {
        inProcess(() -> {
            ServerRef<Cue> second = start(Puppet.ready());
            ServerRef<Cue> first = start(Puppet.ready());
            Ask delegated =
                    new Ask((me, ask, state) -> {
                        From<Object> from = me.from(ask);
                        second.cast(
                                new Tell((other, s) -> {
                                    from.reply("from the second");
                                    return other.noReply(s);
                                }));
                        return me.noReply(state);
                    });

            assertThat(first.call(delegated)).isEqualTo("from the second");
        });
    }

    @DisplayName("GC-10 a reply to a dead caller is silent, and the server goes on")
    @Test
    void a_reply_to_a_dead_caller_is_silent() {
        inProcess(() -> {
            ServerRef<Cue> server = start(Puppet.ready());
            CompletableFuture<From<Object>> from = new CompletableFuture<>();
            Processes.Spawned caller = spawnMonitor(() -> server.call(keeping(from)));
            assertThat(from.join().caller()).isEqualTo(caller.pid());
            caller.pid().exit(KILL);
            receive(caller.ref());

            from.join().reply("to nobody");

            assertThat(server.call(echo("alive"))).isEqualTo("alive");
        });
    }
}
