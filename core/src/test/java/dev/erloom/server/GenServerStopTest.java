// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

import static dev.erloom.process.ExitReason.CALLING_SELF;
import static dev.erloom.process.ExitReason.NOPROC;
import static dev.erloom.process.ExitReason.NORMAL;
import static dev.erloom.process.ExitReason.TIMEOUT;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.testing.InProcess.inProcess;
import static dev.erloom.testing.InProcess.mailbox;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Node;
import dev.erloom.process.Ref;
import dev.erloom.process.Timeouts;
import dev.erloom.server.Ends.Failing;
import dev.erloom.server.Puppet.Cue;
import dev.erloom.server.Puppet.Heard;
import dev.erloom.server.Puppet.Tell;
import dev.erloom.server.Puppet.Terminated;
import dev.erloom.testing.LogCapture;
import dev.erloom.testing.ManualClock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GenServerStopTest {
    private static final ExitReason BOO = ExitReason.of("boo");

    @AutoClose final LogCapture log = LogCapture.ofCore();

    @DisplayName(
            "GS-38 stop returns when the server has terminated with normal (oracle b: stop variants)")
    @Test
    void stop_waits_for_the_end() {
        inProcess(() -> {
            ServerRef<Cue> server = Puppet.trapping().start();

            server.stop();

            assertThat(mailbox()).containsExactly(new Terminated(NORMAL, "first"));
            assertThat(receive(monitor(server)).reason()).isEqualTo(NOPROC);
        });
    }

    @DisplayName(
            "GS-38 stop with a reason ends the server with it (oracle b: stop reason mismatch)")
    @ParameterizedTest
    @MethodSource("dev.erloom.server.Ends#reasons")
    void stop_takes_a_reason(ExitReason reason) {
        inProcess(() -> {
            ServerRef<Cue> server = Puppet.ready().start();
            Ref end = monitor(server);

            server.stop(reason, Timeouts.INFINITY);

            assertThat(receive(end).reason()).isEqualTo(reason);
            assertThat(mailbox()).containsExactly(new Terminated(reason, "first"));
        });
    }

    @DisplayName("GS-38 stop is handled in its turn, after what was sent before")
    @Test
    void stop_is_handled_in_its_turn() {
        inProcess(() -> {
            ServerRef<Cue> server = Puppet.ready().start();
            for (int i = 0; i < 100; i++) {
                server.send(i);
            }

            server.stop();

            assertThat(mailbox())
                    .hasSize(101)
                    .endsWith(new Heard(99), new Terminated(NORMAL, "first"));
        });
    }

    @DisplayName("GS-38 a server that ends with another reason exits the caller of stop with that")
    @ParameterizedTest
    @MethodSource("dev.erloom.server.Ends#failing")
    void stop_tells_of_another_end(Failing failing) {
        inProcess(() ->
                assertStopFails(Puppet.ready().ending(failing.end()).start(), failing.reason()));
    }

    @DisplayName("GS-38 stop of nobody is noproc (oracle b: stop variants)")
    @Test
    void stop_of_nobody_is_noproc() {
        inProcess(() -> {
            ServerRef<Cue> server = Puppet.ready().start();
            server.stop();

            assertStopFails(server, NOPROC);
            assertStopFails(Name.of("nope"), NOPROC);
            assertStopFails(Name.via(new NameTable().entry("nope")), NOPROC);
        });
    }

    @DisplayName("GS-38 stop of oneself is calling_self (oracle b: stop variants)")
    @Test
    void stop_of_oneself_is_calling_self() {
        inProcess(() -> assertStopFails(ServerRef.of(self()), CALLING_SELF));
    }

    private static void assertStopFails(ServerRef<Cue> server, ExitReason reason) {
        assertThatExceptionOfType(ExitException.class)
                .isThrownBy(server::stop)
                .returns(reason, ExitException::reason);
    }

    @DisplayName(
            "GS-38 a stop that takes too long exits its caller with timeout; the server goes on, and stops when it gets to it")
    @Test
    void stop_times_out() {
        ManualClock clock = new ManualClock();
        Duration limit = Duration.ofMillis(20);
        inProcess(
                clock,
                () -> {
                    ServerRef<Cue> server = Puppet.ready().start();
                    Ref end = monitor(server);
                    CountDownLatch goOn = new CountDownLatch(1);
                    server.cast(
                            new Tell((me, state) -> {
                                goOn.await();
                                return me.noReply("second");
                            }));
                    spawn(() -> {
                        clock.awaitAlarm(limit);
                        clock.advance(limit);
                    });

                    assertThatExceptionOfType(ExitException.class)
                            .isThrownBy(() -> server.stop(BOO, limit))
                            .returns(TIMEOUT, ExitException::reason);
                    goOn.countDown();

                    assertThat(receive(end).reason()).isEqualTo(BOO);
                    assertThat(mailbox()).containsExactly(new Terminated(BOO, "second"));
                });
    }

    @DisplayName("GS-38 stop works from an ordinary thread, by pid and by name")
    @Test
    void an_ordinary_thread_can_stop() {
        Name<Cue> name = Name.of("stopped");
        try (Node node = Node.start()) {
            Puppet puppet = node.call(Puppet::ready);
            ServerRef<Cue> byPid = node.start(() -> GenServer.startLink(puppet));
            byPid.stop();
            assertStopFails(byPid, NOPROC);

            node.start(() -> GenServer.startLink(puppet, name));
            name.on(node).stop();
            assertStopFails(name.on(node), NOPROC);
        }
    }
}
