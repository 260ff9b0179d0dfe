// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

import static dev.erloom.process.ExitReason.NORMAL;
import static dev.erloom.process.Processes.exit;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.testing.InProcess.inProcess;
import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason;
import dev.erloom.process.ExitReason.Crash;
import dev.erloom.process.Node;
import dev.erloom.process.Pid;
import dev.erloom.process.Processes;
import dev.erloom.process.Ref;
import dev.erloom.process.Timeouts;
import dev.erloom.server.Puppet.Ask;
import dev.erloom.server.Puppet.Cue;
import dev.erloom.server.Puppet.Tell;
import dev.erloom.testing.LogCapture;
import dev.erloom.testing.LogCapture.Entry;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ServerReportsTest {
    private static final ExitReason BOO = ExitReason.of("boo");

    private final Exception broken = new IllegalStateException("broken");

    @AutoClose final LogCapture log = LogCapture.ofCore();

    private static Pid pidOf(ServerRef<Cue> server) {
        return server.whereis().orElseThrow();
    }

    @DisplayName(
            "GS-39 LG-1 a server that fails is reported with its last message, state and client")
    @Test
    void a_server_that_fails_is_reported() {
        inProcess(() -> {
            ServerRef<Cue> server = Puppet.starting(me -> me.ok("the state")).start();
            Ask ask =
                    new Ask((_, _, _) -> {
                        throw broken;
                    });
            Pid client =
                    spawn(() -> {
                        receive();
                        callFromHere(server, ask);
                    });
            Ref end = monitor(server);
            client.send("go on");
            receive(end);

            Entry report = log.await("terminating");
            assertThat(report.logger()).isEqualTo("dev.erloom.server");
            assertThat(report.level()).isEqualTo("SEVERE");
            assertThat(report.thrown()).isSameAs(broken);
            assertThat(report.text().lines())
                    .contains(
                            "server "
                                    + pidOf(server)
                                    + " "
                                    + Puppet.class.getName()
                                    + " terminating: "
                                    + new Crash(broken),
                            "    last message: " + ask,
                            "    state: the state",
                            "    client: " + client);
            assertThat(report.text()).containsPattern("        at .*ReportsTest.callFromHere\\(");
            assertThat(log.await("crash report").text())
                    .contains("initial call: " + Puppet.class.getName() + ".init");
        });
    }

    private static void callFromHere(ServerRef<Cue> server, Ask ask) {
        server.call(ask, Timeouts.INFINITY);
    }

    @DisplayName("GS-39 the client of a server is shown also when it is an ordinary thread")
    @Test
    void an_ordinary_client_is_shown() throws Exception {
        try (Node node = Node.start()) {
            Puppet puppet = node.call(Puppet::ready);
            ServerRef<Cue> server = node.start(() -> GenServer.startLink(puppet));
            try {
                callFromHere(server, new Ask((me, _, state) -> me.stop(BOO, state)));
            } catch (ExitException failed) {
                assertThat(failed.reason().root()).isEqualTo(BOO);
            }
            assertThat(log.await("terminating: boo").text()).contains("ReportsTest.callFromHere");
        }
    }

    @DisplayName(
            "GS-39 LG-2 normal, shutdown and {shutdown, _} of a server are not reported, however it ends")
    @ParameterizedTest
    @MethodSource("dev.erloom.server.Ends#silentReasons")
    void an_orderly_end_of_a_server_is_silent(ExitReason reason) {
        inProcess(() -> {
            ServerRef<Cue> stopping = Puppet.ready().start();
            Ref stopped = monitor(stopping);
            stopping.cast(new Tell((me, state) -> me.stop(reason, state)));
            ServerRef<Cue> exiting = Puppet.ready().start();
            Ref exited = monitor(exiting);
            exiting.cast(
                    new Tell((_, _) -> {
                        throw exit(reason);
                    }));
            Puppet.ready().start().stop(reason, Timeouts.INFINITY);

            assertThat(receive(stopped).reason()).isEqualTo(reason);
            assertThat(receive(exited).reason()).isEqualTo(reason);
            assertThat(log.entries()).isEmpty();
        });
    }

    @DisplayName(
            "GS-39 a server is reported when its parent takes it down, with the exit as the last message")
    @Test
    void an_end_by_the_parent_is_reported() {
        inProcess(() -> {
            Puppet puppet = Puppet.trapping();
            Pid parent =
                    spawn(() -> {
                        puppet.observer().send(GenServer.startLink(puppet).orElseThrow());
                        receive();
                    });
            Ref end = monitor(receive(ServerRef.class));

            parent.exit(BOO);

            receive(end);
            assertThat(log.await("terminating: boo").text())
                    .contains("last message: Exit[from=" + parent + ", reason=boo]");
        });
    }

    @DisplayName("GS-32 GS-39 the report of a clean-up that fails names its failure")
    @Test
    void a_failing_clean_up_is_reported() {
        inProcess(() -> {
            ServerRef<Cue> server =
                    Puppet.ready()
                            .ending((_, _, _) -> {
                                throw broken;
                            })
                            .start();
            Ref end = monitor(server);
            server.cast(new Tell((me, state) -> me.stop(NORMAL, state)));
            receive(end);

            assertThat(log.await("terminating").thrown()).isSameAs(broken);
        });
    }

    @DisplayName("LG-3 states and messages are cut in reports")
    @Test
    void reports_are_cut() {
        inProcess(() -> {
            String long_ = "x".repeat(100_000);
            ServerRef<Cue> server = Puppet.starting(me -> me.ok(long_)).start();
            Ref end = monitor(server);
            server.cast(new Tell((me, state) -> me.stop(BOO, state)));
            receive(end);

            assertThat(log.await("terminating").text())
                    .contains("state: " + long_.substring(0, 2000) + "…")
                    .hasSizeLessThan(3000);
        });
    }

    @DisplayName(
            "LG-3 a state that cannot be printed does not change the exit reason, and the caller gets its reply")
    @Test
    void an_unprintable_state_does_not_change_the_end() {
        inProcess(() -> {
            ServerRef<Cue> server = Puppet.ready().start();
            Ref end = monitor(server);

            Object reply =
                    server.call(
                            new Ask((me, ask, _) -> me.stop(BOO, ask, "reply", new Unprintable())));

            assertThat(reply).isEqualTo("reply");
            assertThat(receive(end).reason()).isEqualTo(BOO);
            assertThat(log.await("terminating").text())
                    .contains("state: one whose toString throws");
        });
    }

    @DisplayName(
            "LG-1 a message that is not expected is a warning that names the server and the message")
    @Test
    void an_unexpected_message_is_a_warning() {
        inProcess(() -> {
            ServerRef<Plain.Message> server = GenServer.start(new Plain()).orElseThrow();
            server.send("stray");
            server.send(new Unprintable());
            server.call(new Plain.Get());

            assertThat(log.entries())
                    .allSatisfy(entry -> {
                        assertThat(entry.logger()).isEqualTo("dev.erloom.server");
                        assertThat(entry.level()).isEqualTo("WARNING");
                        assertThat(entry.text())
                                .contains(
                                        server.whereis().orElseThrow().toString(),
                                        Plain.class.getName());
                    })
                    .extracting(Entry::text)
                    .satisfiesExactly(
                            text -> assertThat(text).endsWith("unexpected message: stray"),
                            text -> assertThat(text).contains("toString throws"));
        });
    }

    @DisplayName(
            "LG-4 the lines about a server carry its pid, name, label, module, ancestors and callers")
    @Test
    void a_line_says_whose_it_is() {
        inProcess(() -> {
            Name<Cue> name = Name.of("the_name");
            ServerRef<Cue> server =
                    GenServer.start(
                                    Puppet.ready(),
                                    with -> with.name(name).spawn(s -> s.label("the label")))
                            .orElseThrow();
            String who = server + " (the_name, the label)";
            Ref end = monitor(server);
            server.cast(new Tell((me, state) -> me.stop(BOO, state)));
            receive(end);

            String module = Puppet.class.getName();
            assertThat(log.await("terminating").text().lines())
                    .startsWith(
                            "server " + who + " " + module + " terminating: boo",
                            "    ancestors: [" + Processes.self() + "]",
                            "    callers: []");
            assertThat(log.await("crash report").text().lines())
                    .startsWith("crash report of " + who, "    initial call: " + module + ".init")
                    .contains("    ancestors: [" + Processes.self() + "]", "    callers: []");

            Name<Plain.Message> plain = Name.of("plain");
            ServerRef<Plain.Message> other = GenServer.startLink(new Plain(), plain).orElseThrow();
            other.send("stray");
            assertThat(log.await("unexpected").text())
                    .startsWith(other + " (plain) " + Plain.class.getName() + " received");
        });
    }
}
