// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

import static dev.erloom.process.ExitReason.NORMAL;
import static dev.erloom.process.Processes.exit;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.testing.InProcess.inProcess;
import static dev.erloom.testing.InProcess.mailbox;
import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.process.ExitReason;
import dev.erloom.process.ExitReason.Crash;
import dev.erloom.process.Ref;
import dev.erloom.server.Ends.Failing;
import dev.erloom.server.Puppet.Ask;
import dev.erloom.server.Puppet.Cue;
import dev.erloom.server.Puppet.Tell;
import dev.erloom.server.Puppet.Terminated;
import dev.erloom.testing.LogCapture;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GenServerTerminateTest {
    private static final ExitReason BOO = ExitReason.of("boo");

    @AutoClose final LogCapture log = LogCapture.ofCore();

    private final Exception broken = new IllegalStateException("broken");

    @DisplayName(
            "GS-20 stop with a reply: terminate runs first, then the reply is sent (oracle b: stop+reply order)")
    @Test
    void stop_with_a_reply_terminates_first() {
        inProcess(() -> {
            ServerRef<Cue> server = Puppet.trapping().start();
            Ref end = monitor(server);

            Object reply =
                    server.call(new Ask((me, ask, _) -> me.stop(NORMAL, ask, "rep", "last")));

            assertThat(reply).isEqualTo("rep");
            assertThat(receive(Terminated.class, Duration.ZERO))
                    .contains(new Terminated(NORMAL, "last"));
            assertThat(receive(end).reason()).isEqualTo(NORMAL);
        });
    }

    @DisplayName(
            "GS-20 GS-32 the reply is sent although terminate fails, and that is the exit reason (oracle b: stop+reply with terminate raising)")
    @ParameterizedTest
    @MethodSource("dev.erloom.server.Ends#failing")
    void the_reply_survives_a_failing_terminate(Failing failing) {
        inProcess(() -> {
            ServerRef<Cue> server = Puppet.ready().ending(failing.end()).start();
            Ref end = monitor(server);

            assertThat(server.call(new Ask((me, ask, state) -> me.stop(NORMAL, ask, "rep", state))))
                    .isEqualTo("rep");
            assertThat(receive(end).reason()).isEqualTo(failing.reason());
        });
    }

    @DisplayName("GS-30 GS-31 a stop tells terminate its reason, and the server ends with it")
    @ParameterizedTest
    @MethodSource("dev.erloom.server.Ends#reasons")
    void terminate_gets_the_reason_of_a_stop(ExitReason reason) {
        inProcess(() -> {
            ServerRef<Cue> server = Puppet.ready().start();
            Ref end = monitor(server);

            server.cast(new Tell((me, _) -> me.stop(reason, "last")));

            assertThat(receive(end).reason()).isEqualTo(reason);
            assertThat(mailbox()).containsExactly(new Terminated(reason, "last"));
        });
    }

    @DisplayName(
            "GS-30 GS-31 GS-33 an exit in a callback tells terminate its reason, with the state from before")
    @ParameterizedTest
    @MethodSource("dev.erloom.server.Ends#reasons")
    void terminate_gets_the_reason_of_an_exit(ExitReason reason) {
        inProcess(() -> {
            ServerRef<Cue> server = Puppet.ready().start();
            Ref end = monitor(server);
            server.cast(new Tell((me, _) -> me.noReply("second")));

            server.cast(
                    new Tell((_, _) -> {
                        throw exit(reason);
                    }));

            assertThat(receive(end).reason()).isEqualTo(reason);
            assertThat(mailbox()).containsExactly(new Terminated(reason, "second"));
        });
    }

    @DisplayName(
            "GS-33 a continuation that fails leaves the state that the answer before it returned")
    @Test
    void terminate_gets_the_last_good_state() {
        inProcess(() -> {
            ServerRef<Cue> server = Puppet.ready().start();
            Ref end = monitor(server);

            server.cast(
                    new Tell((me, _) ->
                            me.noReply("second")
                                    .thenContinue(_ -> {
                                        throw broken;
                                    })));

            assertThat(receive(end).reason()).isEqualTo(new Crash(broken));
            assertThat(mailbox()).containsExactly(new Terminated(new Crash(broken), "second"));
        });
    }

    @DisplayName(
            "GS-30 what terminate does is done before anybody hears of the end (oracle b: terminate exit replaces reason)")
    @Test
    void terminate_runs_before_the_end_is_known() {
        inProcess(() -> {
            AtomicBoolean closed = new AtomicBoolean();
            ServerRef<Cue> server =
                    Puppet.ready()
                            .ending((_, _, _) -> {
                                closed.set(true);
                            })
                            .start();
            Ref end = monitor(server);

            server.cast(new Tell((me, state) -> me.stop(BOO, state)));

            assertThat(receive(end).reason()).isEqualTo(BOO);
            assertThat(closed).isTrue();
        });
    }

    @DisplayName("GS-32 a failure inside terminate replaces the exit reason")
    @ParameterizedTest
    @MethodSource("dev.erloom.server.Ends#failing")
    void a_failing_terminate_replaces_the_reason(Failing failing) {
        inProcess(() -> {
            ServerRef<Cue> server = Puppet.ready().ending(failing.end()).start();
            Ref end = monitor(server);

            server.cast(new Tell((me, state) -> me.stop(BOO, state)));

            assertThat(receive(end).reason()).isEqualTo(failing.reason());
        });
    }
}
