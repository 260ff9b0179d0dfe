// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.server.Puppet.echo;
import static dev.erloom.testing.InProcess.inProcess;
import static dev.erloom.testing.InProcess.mailbox;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason;
import dev.erloom.process.ExitReason.BadReturnValue;
import dev.erloom.process.ExitReason.CallFailed;
import dev.erloom.process.ExitReason.Crash;
import dev.erloom.process.Ref;
import dev.erloom.process.Timeouts;
import dev.erloom.server.GenServer.Next;
import dev.erloom.server.Puppet.Ask;
import dev.erloom.server.Puppet.Cue;
import dev.erloom.server.Puppet.Terminated;
import dev.erloom.testing.LogCapture;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GenServerCrashTest {
    private static final ExitReason BOO = ExitReason.of("boo");

    @AutoClose final LogCapture log = LogCapture.ofCore();

    @SuppressWarnings("NullAway") // what code without null checks does
    private static Next<Object> nothing() {
        return null;
    }

    private static ExitReason callFailure(ServerRef<Cue> server, Ask ask) {
        try {
            return ExitReason.of(server.call(ask, Timeouts.INFINITY));
        } catch (ExitException failed) {
            return ((CallFailed) failed.reason()).reason();
        }
    }

    @DisplayName("GS-11 null is a bad return value: terminate gets it, the server ends with it")
    @ParameterizedTest
    @EnumSource
    void null_is_a_bad_return_value(Callback callback) {
        inProcess(() -> {
            ServerRef<Cue> server = Puppet.ready().start();
            Ref end = monitor(server);
            ExitReason bad = new BadReturnValue("null");

            callback.run(server, (_, _) -> nothing());

            assertThat(receive(end).reason()).isEqualTo(bad);
            assertThat(mailbox()).containsExactly(new Terminated(bad, "first"));
        });
    }

    @DisplayName(
            "GS-11 the caller of a call that returns badly gets bad_return_value (oracle b: bad return)")
    @Test
    void a_bad_return_value_fails_the_call() {
        inProcess(() -> {
            ServerRef<Cue> server = Puppet.ready().start();
            ExitReason bad = new BadReturnValue("null");

            assertThat(callFailure(server, new Ask((_, _, _) -> nothing()))).isEqualTo(bad);
            assertThat(mailbox()).containsExactly(new Terminated(bad, "first"));
        });
    }

    @DisplayName("GS-16 something missing inside a callback is a crash, not a missing callback")
    @ParameterizedTest
    @EnumSource
    void a_method_missing_inside_is_a_crash(Callback callback) {
        inProcess(() -> {
            ServerRef<Cue> server = Puppet.ready().start();
            Ref end = monitor(server);
            Error missing = new NoSuchMethodError("handleInfo");

            callback.run(
                    server,
                    (_, _) -> {
                        throw missing;
                    });

            assertThat(receive(end).reason()).isEqualTo(new Crash(missing));
            assertThat(mailbox()).containsExactly(new Terminated(new Crash(missing), "first"));
        });
    }

    @DisplayName(
            "GS-18 a caller that gets no reply before the stop exits with its reason (oracle b: server stops without reply)")
    @Test
    void a_stop_without_a_reply_fails_the_call() {
        inProcess(() -> {
            ServerRef<Cue> server = Puppet.ready().start();

            assertThat(callFailure(server, new Ask((me, _, state) -> me.stop(BOO, state))))
                    .isEqualTo(BOO);
            assertThat(mailbox()).containsExactly(new Terminated(BOO, "first"));
        });
    }

    @DisplayName(
            "GS-31 JV-8 an exception fails the call, terminate gets it (oracle b: server raises; terminate gets)")
    @Test
    void an_exception_fails_the_call() {
        inProcess(() -> {
            ServerRef<Cue> server = Puppet.ready().start();
            Exception broken = new Exception("x");
            Ask raising =
                    new Ask((_, _, _) -> {
                        throw broken;
                    });

            assertThat(callFailure(server, raising)).isEqualTo(new Crash(broken));
            assertThat(mailbox()).containsExactly(new Terminated(new Crash(broken), "first"));
            assertThat(broken.getStackTrace()[0].getClassName())
                    .isEqualTo(GenServerCrashTest.class.getName());
        });
    }

    @DisplayName("JV-7 a stack overflow is a crash like any other")
    @Test
    void a_stack_overflow_is_a_crash() {
        inProcess(() -> {
            ServerRef<Cue> server = Puppet.ready().start();

            assertThat(callFailure(server, new Ask((me, ask, state) -> deep(me, ask, state))))
                    .isInstanceOfSatisfying(
                            Crash.class,
                            crash ->
                                    assertThat(crash.cause())
                                            .isInstanceOf(StackOverflowError.class));
        });
    }

    @SuppressWarnings("InfiniteRecursion") // to overflow the stack
    private static Next<Object> deep(Puppet me, Ask ask, Object state) {
        return deep(me, ask, List.of(state));
    }

    @DisplayName("GS-2 GS-9 what stops takes no time-out and no continuation")
    @Test
    void what_stops_does_not_go_on() {
        inProcess(() -> {
            Puppet me = Puppet.ready();
            for (Next<Object> stop :
                    List.of(me.stop(BOO, "s"), me.stop(BOO, echo("x"), "x", "s"))) {
                assertThatIllegalStateException()
                        .isThrownBy(() -> stop.timeout(Duration.ZERO))
                        .withMessageStartingWith("what stops takes no timeout, was ");
                assertThatIllegalStateException()
                        .isThrownBy(() -> stop.thenContinue(me::noReply))
                        .withMessageStartingWith("what stops takes no continuation, was ");
            }
        });
    }

    @DisplayName("JV-13 a negative time-out in a callback crashes the server that returns it")
    @ParameterizedTest
    @EnumSource
    void a_negative_idle_time_is_a_crash(Callback callback) {
        inProcess(() -> {
            ServerRef<Cue> server = Puppet.ready().start();
            Ref end = monitor(server);

            callback.run(server, (me, state) -> me.noReply(state).timeout(Duration.ofMillis(-1)));

            assertThat(((Crash) receive(end).reason()).cause())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("timeout must be >= 0, was PT-0.001S");
        });
    }

    @DisplayName("the failure of a call that is made inside a callback is the end of the server")
    @Test
    void a_failed_call_inside_ends_the_server() {
        inProcess(() -> {
            ServerRef<Cue> server = Puppet.ready().start();
            Name<Cue> nope = Name.of("nope");
            Ask ask = echo("never");

            assertThat(
                            callFailure(
                                    server,
                                    new Ask((me, outer, state) ->
                                            me.reply(outer, nope.call(ask), state))))
                    .isEqualTo(new CallFailed(ExitReason.NOPROC, nope, ask, Duration.ofSeconds(5)));
            assertThatExceptionOfType(ExitException.class).isThrownBy(() -> server.call(ask));
        });
    }

    /** Nothing can take it apart. */
    record Torn(int part) {
        @Override
        public int part() {
            throw new IllegalStateException("torn");
        }
    }

    @DisplayName("GS-22 a message that no branch of a handler matches is a crash like any other")
    @Test
    void no_branch_matches() {
        inProcess(() -> {
            ServerRef<Cue> server = Puppet.ready().start();
            Ask ask =
                    new Ask((me, asked, state) ->
                            switch (new Torn(1)) {
                                case Torn(int part) -> me.reply(asked, part, state);
                            });

            ExitReason reason = callFailure(server, ask);

            assertThat(reason).isInstanceOf(Crash.class);
            assertThat(((Crash) reason).cause()).isInstanceOf(MatchException.class);
            assertThat(mailbox()).containsExactly(new Terminated(reason, "first"));
        });
    }
}
