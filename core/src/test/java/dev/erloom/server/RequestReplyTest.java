// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

import static dev.erloom.process.ExitReason.CALLING_SELF;
import static dev.erloom.process.ExitReason.KILL;
import static dev.erloom.process.ExitReason.KILLED;
import static dev.erloom.process.ExitReason.NOPROC;
import static dev.erloom.process.ExitReason.NORMAL;
import static dev.erloom.process.ExitReason.TIMEOUT;
import static dev.erloom.process.Match.skip;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.process.Processes.spawnMonitor;
import static dev.erloom.server.Puppet.echo;
import static dev.erloom.server.Puppet.unanswered;
import static dev.erloom.testing.InProcess.inProcess;
import static dev.erloom.testing.InProcess.mailbox;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason;
import dev.erloom.process.ExitReason.CallFailed;
import dev.erloom.process.ExitReason.Crash;
import dev.erloom.process.ExitReason.NodeDown;
import dev.erloom.process.GenCall;
import dev.erloom.process.Node;
import dev.erloom.process.Pid;
import dev.erloom.process.Processes;
import dev.erloom.process.Ref;
import dev.erloom.process.Timeouts;
import dev.erloom.server.Puppet.Ask;
import dev.erloom.server.Puppet.Cue;
import dev.erloom.server.Puppet.Tell;
import dev.erloom.testing.LogCapture;
import dev.erloom.testing.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RequestReplyTest {
    private static final Name<Cue> NOPE = Name.of("nope");

    @AutoClose final LogCapture log = LogCapture.ofCore();

    private static final ExitReason BOO = ExitReason.of("boo");

    private static final Duration LIMIT = Duration.ofMillis(20);

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

    private static Pid dead() {
        Processes.Spawned child = spawnMonitor(() -> {});
        receive(child.ref());
        return child.pid();
    }

    @DisplayName(
            "GC-1 a call sends, waits for its own reply and returns it; everything else stays in the mailbox")
    @Test
    void a_call_returns_its_reply_and_no_other() {
        inProcess(() -> {
            ServerRef<Cue> server = start(Puppet.ready());
            self().send("before");
            Pid me = self();

            Object reply =
                    server.call(
                            new Ask((puppet, ask, state) -> {
                                me.send("meanwhile");
                                return puppet.reply(ask, "reply", state);
                            }));

            assertThat(reply).isEqualTo("reply");
            assertThat(mailbox()).containsExactly("before", "meanwhile");
        });
    }

    @DisplayName("GC-1 a reply may be null")
    @Test
    void a_reply_may_be_null() {
        inProcess(() ->
                assertThat(start(Puppet.ready()).call(new Ask(RequestReplyTest::nothing)))
                        .isNull());
    }

    @SuppressWarnings("NullAway") // a reply of null, as code without null checks makes it
    private static GenServer.Next<Object> nothing(Puppet me, Ask ask, Object state) {
        return me.reply(ask, null, state);
    }

    @DisplayName(
            "GC-2 a failed call exits with {Reason, {Module, call, [Server, Request, Timeout]}}")
    @Test
    void a_failed_call_says_what_was_called() {
        inProcess(() -> {
            Ask ask = echo("never");
            ServerRef<Cue> away = NOPE.on("other@nowhere");

            assertThat(failureOf(NOPE, ask, LIMIT))
                    .isEqualTo(new CallFailed(NOPROC, NOPE, ask, LIMIT));
            assertThat(failureOf(away, ask, LIMIT))
                    .isEqualTo(new CallFailed(new NodeDown("other@nowhere"), away, ask, LIMIT));
        });
    }

    @DisplayName("GC-2 uncaught, the failure of a call is the caller's exit reason")
    @Test
    void a_failed_call_exits_its_caller() {
        inProcess(() -> {
            Ask ask = echo("never");
            Ref caller = spawnMonitor(() -> NOPE.call(ask)).ref();

            assertThat(receive(caller).reason())
                    .isEqualTo(new CallFailed(NOPROC, NOPE, ask, Duration.ofSeconds(5)));
        });
    }

    @DisplayName(
            "GC-3 a dead pid and a name that nobody has are noproc at once (oracle b: call noproc forms)")
    @Test
    void nobody_there_is_noproc_at_once() {
        inProcess(() -> {
            Stream.of(
                            ServerRef.<Cue>of(dead()),
                            NOPE,
                            NOPE.on(Node.current()),
                            NOPE.on(Node.current().name()),
                            Name.<Cue>via(new NameTable().entry("nope")))
                    .forEach(nobody ->
                            assertThat(failureOf(nobody, echo("never"), Timeouts.INFINITY).reason())
                                    .as("call to %s", nobody)
                                    .isEqualTo(NOPROC));
        });
    }

    @DisplayName("GC-4 the time-out of a call is 5 s unless it says otherwise")
    @Test
    void a_call_waits_5_seconds() {
        ManualClock clock = new ManualClock();
        Duration limit = Duration.ofSeconds(5);
        inProcess(
                clock,
                () -> {
                    ServerRef<Cue> server = start(Puppet.ready());
                    Ask ask = unanswered();
                    Ref caller = spawnMonitor(() -> server.call(ask)).ref();

                    clock.awaitAlarm(limit);
                    clock.advance(limit);

                    assertThat(receive(caller).reason())
                            .isEqualTo(new CallFailed(TIMEOUT, server, ask, limit));
                });
    }

    @DisplayName("GC-4 a call is not given up early")
    @Test
    void a_call_takes_a_reply_in_the_last_moment() {
        ManualClock clock = new ManualClock();
        Duration limit = Duration.ofSeconds(5);
        inProcess(
                clock,
                () -> {
                    ServerRef<Cue> server = start(Puppet.ready());
                    CompletableFuture<From<Object>> from = new CompletableFuture<>();
                    Pid observer = self();
                    spawn(() -> observer.send(server.call(keeping(from))));

                    clock.awaitAlarm(limit);
                    clock.advance(limit.minusNanos(1));
                    from.join().reply("just in time");

                    assertThat(receive()).isEqualTo("just in time");
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
            "GC-5 a process that calls itself gets calling_self at once (oracle b: call noproc forms)")
    @Test
    void a_process_cannot_call_itself() {
        inProcess(() -> {
            Processes.register("nope");
            for (ServerRef<Cue> me : List.of(ServerRef.<Cue>of(self()), NOPE)) {
                assertThat(failureOf(me, echo("never"), Timeouts.INFINITY).reason())
                        .isEqualTo(CALLING_SELF);
            }
            assertThat(mailbox()).isEmpty();
        });
    }

    @DisplayName("GC-5 a server that calls itself gets calling_self, its caller too")
    @Test
    void a_server_cannot_call_itself() {
        inProcess(() -> {
            ServerRef<Cue> server = start(Puppet.ready());
            Ask ask =
                    new Ask((me, outer, state) ->
                            me.reply(outer, server.call(echo("never")), state));

            CallFailed failure = failureOf(server, ask, Timeouts.INFINITY);

            assertThat(failure.root()).isEqualTo(CALLING_SELF);
        });
    }

    private static Ref caller(ServerRef<Cue> server, Ask ask) {
        return spawnMonitor(() -> server.call(ask, Timeouts.INFINITY)).ref();
    }

    @DisplayName(
            "GC-6 a server that is killed fails its calls at once: the one it handles, those it kept, those in its mailbox")
    @Test
    void every_caller_is_told_of_the_end() {
        inProcess(() -> {
            ServerRef<Cue> server = start(Puppet.ready());
            Pid observer = self();
            List<Ref> callers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                callers.add(caller(server, announced(observer)));
                receive(String.class, "kept"::equals);
            }
            Ask queued = echo("never");
            callers.add(caller(server, busy(observer)));
            callers.add(caller(server, queued));
            callers.add(caller(server, queued));
            assertThat(List.of(receive(), receive())).isEqualTo(List.of(queued, queued));

            server.whereis().orElseThrow().exit(BOO);

            for (Ref caller : callers) {
                assertThat(receive(caller).reason().root()).isEqualTo(BOO);
            }
        });
    }

    /** {@return a call that is kept for ever} */
    private static Ask announced(Pid observer) {
        return new Ask((me, _, state) -> {
            observer.send("kept");
            return me.noReply(state);
        });
    }

    /**
     * {@return a call that keeps its server busy; the requests that queue up meanwhile are told}
     */
    private static Ask busy(Pid observer) {
        return new Ask((_, _, _) ->
                receive(message -> {
                    observer.send(((GenCall) message).request());
                    return skip();
                }));
    }

    @DisplayName(
            "GC-6 the reason of the server is the reason of the call (oracle b: server stops, raises)")
    @Test
    void the_call_fails_with_the_end_of_the_server() {
        inProcess(() -> {
            IllegalStateException broken = new IllegalStateException("broken");
            assertEnd((me, _, state) -> me.stop(BOO, state), BOO);
            assertEnd((me, _, state) -> me.stop(NORMAL, state), NORMAL);
            assertEnd(
                    (_, _, _) -> {
                        throw Processes.exit(BOO);
                    },
                    BOO);
            assertEnd(
                    (_, _, _) -> {
                        throw broken;
                    },
                    new Crash(broken));
            assertEnd(
                    (me, _, state) -> {
                        self().exit(KILL);
                        return me.noReply(state);
                    },
                    KILLED);
        });
    }

    private static void assertEnd(Puppet.Answer answer, ExitReason reason) {
        ServerRef<Cue> server = start(Puppet.ready());
        Ask ask = new Ask(answer);
        assertThat(failureOf(server, ask, Timeouts.INFINITY))
                .isEqualTo(new CallFailed(reason, server, ask, Timeouts.INFINITY));
    }

    @DisplayName(
            "GC-2 GC-6 a process that takes a call and ends normally fails it with normal (oracle b: call to proc that exits normal)")
    @Test
    void a_normal_end_fails_the_call_too() {
        inProcess(() -> {
            ServerRef<Cue> plain = ServerRef.of(spawn(Processes::receive));

            assertThat(failureOf(plain, echo("never"), Timeouts.INFINITY).reason())
                    .isEqualTo(NORMAL);
        });
    }

    @DisplayName("GC-11 a cast returns, whoever is or is not there (oracle b: call noproc forms)")
    @Test
    void a_cast_never_fails() {
        inProcess(() -> {
            Tell tell = new Tell((me, state) -> me.noReply(state));
            NOPE.cast(tell);
            NOPE.on(Node.current()).cast(tell);
            NOPE.on(Node.current().name()).cast(tell);
            NOPE.on("other@nowhere").cast(tell);
            ServerRef.<Cue>of(dead()).cast(tell);
            Name.<Cue>via(new NameTable().entry("nope")).cast(tell);
            assertThat(mailbox()).isEmpty();
        });
    }

    @DisplayName("GC-11 casts and calls of one process arrive in the order they were sent")
    @Test
    void casts_and_calls_keep_their_order() {
        inProcess(() -> {
            ServerRef<Cue> server = start(Puppet.ready());
            for (int i = 0; i < 100; i++) {
                int number = i;
                server.cast(new Tell((me, _) -> me.noReply(number)));
                assertThat(server.call(new Ask((me, ask, state) -> me.reply(ask, state, state))))
                        .isEqualTo(number);
            }
        });
    }

    @DisplayName("a plain process that is called finds the call in its mailbox and can answer it")
    @Test
    void a_plain_process_can_answer() {
        inProcess(() -> {
            ServerRef<Cue> plain = ServerRef.of(spawn(() -> receive(GenCall.class).reply("plain")));

            assertThat(plain.call(echo("by a server"))).isEqualTo("plain");
        });
    }

    @DisplayName("JV-13 a time-out of zero does not wait, and leaves nothing behind")
    @Test
    void a_call_without_time_fails_at_once() {
        inProcess(() -> {
            ServerRef<Cue> server = start(Puppet.ready());

            assertThat(failureOf(server, unanswered(), Duration.ZERO).reason()).isEqualTo(TIMEOUT);
            assertThat(server.call(echo("barrier"))).isEqualTo("barrier");
            assertThat(mailbox()).isEmpty();
        });
    }

    @DisplayName("JV-13 a negative time-out is refused, and the server never knows")
    @Test
    void a_negative_timeout_is_refused() {
        inProcess(() -> {
            ServerRef<Cue> server = start(Puppet.ready());
            Pid observer = self();
            Ask telling =
                    new Ask((me, ask, state) -> {
                        observer.send("called");
                        return me.reply(ask, "", state);
                    });

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> server.call(telling, Duration.ofMillis(-1)))
                    .withMessage("timeout must be >= 0, was PT-0.001S");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> server.stop(NORMAL, Duration.ofMillis(-1)))
                    .withMessage("timeout must be >= 0, was PT-0.001S");
            server.call(echo("barrier"));
            assertThat(mailbox()).isEmpty();
        });
    }

    @DisplayName("null is no request and no message")
    @Test
    @SuppressWarnings("NullAway") // what code without null checks does
    void null_is_refused() {
        inProcess(() -> {
            ServerRef<Cue> server = start(Puppet.ready());
            assertThatNullPointerException().isThrownBy(() -> server.call(null));
            assertThatNullPointerException().isThrownBy(() -> server.cast(null));
        });
    }
}
