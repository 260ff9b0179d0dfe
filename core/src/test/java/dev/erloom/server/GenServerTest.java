// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

import static dev.erloom.process.ExitReason.NORMAL;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.process.Processes.spawnMonitor;
import static dev.erloom.server.Puppet.echo;
import static dev.erloom.testing.InProcess.inProcess;
import static dev.erloom.testing.InProcess.mailbox;
import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.process.ExitReason;
import dev.erloom.process.Pid;
import dev.erloom.process.Ref;
import dev.erloom.process.Timeouts;
import dev.erloom.server.GenServer.Next;
import dev.erloom.server.Puppet.Ask;
import dev.erloom.server.Puppet.Cue;
import dev.erloom.server.Puppet.Heard;
import dev.erloom.server.Puppet.Info;
import dev.erloom.server.Puppet.Tell;
import dev.erloom.server.Puppet.Terminated;
import dev.erloom.testing.LogCapture;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GenServerTest {
    private static final ExitReason BOO = ExitReason.of("boo");

    private static final Ask STATE = new Ask((me, ask, state) -> me.reply(ask, state, state));

    @AutoClose final LogCapture log = LogCapture.ofCore();

    @DisplayName("GS-9 a call is answered with a reply and a new state")
    @Test
    void a_call_replies_and_changes_the_state() {
        inProcess(() -> {
            ServerRef<Cue> server = Puppet.ready().start();

            assertThat(server.call(new Ask((me, ask, _) -> me.reply(ask, "reply", "second"))))
                    .isEqualTo("reply");
            assertThat(server.call(STATE)).isEqualTo("second");
        });
    }

    @DisplayName("GS-9 a call is not answered yet, and the state changes")
    @Test
    void a_call_without_a_reply_changes_the_state() {
        inProcess(() -> {
            ServerRef<Cue> server = Puppet.ready().start();
            Pid observer = self();
            spawn(() ->
                    server.call(
                            new Ask((me, _, _) -> {
                                observer.send("called");
                                return me.noReply("second");
                            })));
            receive();

            assertThat(server.call(STATE)).isEqualTo("second");
        });
    }

    @DisplayName("GS-10 a cast, an info and a continuation go on with a new state")
    @ParameterizedTest
    @EnumSource
    void a_callback_changes_the_state(Callback callback) {
        inProcess(() -> {
            ServerRef<Cue> server = Puppet.ready().start();

            callback.run(server, (me, _) -> me.noReply("second"));
            assertThat(server.call(STATE)).isEqualTo("second");
            callback.run(server, (me, _) -> me.noReply("third").hibernate());
            assertThat(server.call(STATE)).isEqualTo("third");
        });
    }

    @DisplayName("GS-10 a cast, an info and a continuation stop the server")
    @ParameterizedTest
    @EnumSource
    void a_callback_stops_the_server(Callback callback) {
        inProcess(() -> {
            ServerRef<Cue> server = Puppet.ready().start();
            Ref end = monitor(server);

            callback.run(server, (me, _) -> me.stop(BOO, "last"));

            assertThat(receive(end).reason()).isEqualTo(BOO);
            assertThat(mailbox()).containsExactly(new Terminated(BOO, "last"));
        });
    }

    @DisplayName("GS-13 the messages of one sender are handled in their order")
    @Test
    void messages_are_handled_in_order() {
        inProcess(() -> {
            ServerRef<Cue> server = Puppet.starting(me -> me.ok(List.of())).start();
            for (int i = 0; i < 1000; i++) {
                server.cast(appending(i));
            }

            assertThat(server.call(STATE)).isEqualTo(IntStream.range(0, 1000).boxed().toList());
        });
    }

    private static Tell appending(int number) {
        return new Tell((me, state) -> {
            List<Object> longer = new ArrayList<>((List<?>) state);
            longer.add(number);
            return me.noReply(longer);
        });
    }

    @DisplayName("GS-13 messages of many senders are handled strictly one at a time")
    @Test
    void messages_are_handled_one_at_a_time() {
        inProcess(() -> {
            ServerRef<Cue> server = Puppet.starting(me -> me.ok(0)).start();
            AtomicInteger inside = new AtomicInteger();
            Ask count =
                    new Ask((me, ask, state) -> {
                        boolean alone = inside.incrementAndGet() == 1;
                        Thread.onSpinWait();
                        inside.decrementAndGet();
                        return me.reply(ask, alone, (Integer) state + 1);
                    });
            List<Ref> senders = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                senders.add(spawnMonitor(() -> callOften(server, count)).ref());
            }

            for (Ref sender : senders) {
                assertThat(receive(sender).reason()).isEqualTo(NORMAL);
            }
            assertThat(server.call(STATE)).isEqualTo(800);
        });
    }

    private static void callOften(ServerRef<Cue> server, Ask ask) {
        for (int i = 0; i < 100; i++) {
            assertThat(server.call(ask)).isEqualTo(true);
        }
    }

    @DisplayName(
            "GS-14 a continuation runs before what is queued (oracle b: continue before queued)")
    @Test
    void a_continuation_runs_first() {
        inProcess(() -> {
            ServerRef<Cue> server = Puppet.ready().start();
            CountDownLatch queued = new CountDownLatch(1);
            server.send(
                    new Info((me, state) -> {
                        queued.await();
                        return me.noReply(state)
                                .thenContinue(s -> {
                                    me.observer().send("continued");
                                    return me.noReply(s);
                                });
                    }));
            server.send("queued");
            queued.countDown();

            assertThat(List.of(receive(), receive()))
                    .isEqualTo(List.of("continued", new Heard("queued")));
        });
    }

    @DisplayName("GS-14 continuations chain, and still nothing gets between them")
    @Test
    void continuations_chain() {
        inProcess(() -> {
            ServerRef<Cue> server = Puppet.starting(me -> me.ok(0)).start();
            CountDownLatch queued = new CountDownLatch(1);
            server.cast(
                    new Tell((me, state) -> {
                        queued.await();
                        return countUp(me, state);
                    }));
            server.send("queued");
            queued.countDown();

            assertThat(List.of(receive(), receive())).isEqualTo(List.of(100, new Heard("queued")));
        });
    }

    private static Next<Object> countUp(Puppet me, Object state) {
        int count = (Integer) state + 1;
        if (count == 100) {
            me.observer().send(count);
            return me.noReply(count);
        }
        return me.noReply(count).thenContinue(s -> countUp(me, s));
    }

    @DisplayName(
            "GS-15 without a handleInfo a message that is not understood is dropped, and the server goes on")
    @Test
    void a_stray_message_is_dropped() {
        inProcess(() -> {
            ServerRef<Plain.Message> server = GenServer.start(new Plain()).orElseThrow();

            server.send("stray");

            assertThat(server.call(new Plain.Get())).isEqualTo(1L);
            assertThat(log.entries())
                    .singleElement()
                    .satisfies(entry -> {
                        assertThat(entry.level()).isEqualTo("WARNING");
                        assertThat(entry.text())
                                .contains("unexpected message: stray", Plain.class.getName());
                    });
        });
    }

    @DisplayName("GS-15 without a terminate nothing happens at the end")
    @Test
    void a_server_need_not_terminate() {
        inProcess(() -> {
            ServerRef<Plain.Message> server = GenServer.start(new Plain()).orElseThrow();

            server.stop();

            assertThat(server.whereis()).isPresent();
            assertThat(receive(monitor(server)).reason()).isEqualTo(ExitReason.NOPROC);
            assertThat(log.entries()).isEmpty();
        });
    }

    @DisplayName("GS-17 a reply is sent before the continuation runs")
    @Test
    void a_reply_goes_out_before_the_continuation() {
        inProcess(() -> {
            ServerRef<Cue> server = Puppet.ready().start();
            CountDownLatch replied = new CountDownLatch(1);
            Ask ask =
                    new Ask((me, request, state) ->
                            me.reply(request, "reply", state)
                                    .thenContinue(s -> {
                                        replied.await();
                                        return me.noReply("continued");
                                    }));

            assertThat(server.call(ask)).isEqualTo("reply");
            replied.countDown();
            assertThat(server.call(STATE)).isEqualTo("continued");
        });
    }

    @DisplayName("GS-17 a reply is sent before the next message is handled, also with hibernate")
    @Test
    void a_reply_goes_out_before_the_next_message() {
        inProcess(() -> {
            ServerRef<Cue> server = Puppet.ready().start();
            CountDownLatch replied = new CountDownLatch(1);
            Pid observer = self();
            Ask ask =
                    new Ask((me, request, state) -> {
                        self().send(
                                        new Info((_, s) -> {
                                            replied.await();
                                            observer.send("next message");
                                            return me.noReply(s);
                                        }));
                        return me.reply(request, "reply", state).hibernate();
                    });

            assertThat(server.call(ask)).isEqualTo("reply");
            replied.countDown();
            assertThat(receive()).isEqualTo("next message");
        });
    }

    @DisplayName("GS-19 a caller without a reply waits until somebody answers, however much later")
    @Test
    void an_unanswered_call_waits() {
        inProcess(() -> {
            ServerRef<Cue> server = Puppet.ready().start();
            Pid observer = self();
            CompletableFuture<From<Object>> from = new CompletableFuture<>();
            Ask kept =
                    new Ask((me, ask, state) -> {
                        from.complete(me.from(ask));
                        return me.noReply(state);
                    });
            spawn(() -> observer.send(server.call(kept, Timeouts.INFINITY)));
            From<Object> caller = from.join();
            for (int i = 0; i < 100; i++) {
                assertThat(server.call(echo(i))).isEqualTo(i);
            }
            assertThat(mailbox()).isEmpty();

            server.cast(
                    new Tell((me, state) -> {
                        caller.reply("at last");
                        return me.noReply(state);
                    }));

            assertThat(receive()).isEqualTo("at last");
        });
    }

    @DisplayName(
            "GS-21 a From knows its caller and is a map key: equal for one call, different for each call")
    @Test
    void a_from_is_a_map_key() {
        inProcess(() -> {
            ServerRef<Cue> server = Puppet.ready().start();
            Map<From<Object>, String> callers = new HashMap<>();
            Ask collecting =
                    new Ask((me, ask, state) -> {
                        From<Object> from = me.from(ask);
                        callers.merge(from, "once", (_, _) -> "twice");
                        callers.merge(me.from(ask), "once", (_, _) -> "twice");
                        return me.reply(ask, from.caller(), state);
                    });

            assertThat(server.call(collecting)).isEqualTo(self());
            assertThat(server.call(collecting)).isEqualTo(self());

            assertThat(callers.values()).containsExactly("twice", "twice");
            assertThat(callers.keySet())
                    .allSatisfy(from -> assertThat(from).hasToString("from " + self()));
        });
    }
}
