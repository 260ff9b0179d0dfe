// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

import static dev.erloom.process.ExitReason.KILL;
import static dev.erloom.process.ExitReason.KILLED;
import static dev.erloom.process.ExitReason.NORMAL;
import static dev.erloom.process.ExitReason.SHUTDOWN;
import static dev.erloom.process.Processes.exit;
import static dev.erloom.process.Processes.link;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.process.Processes.spawnMonitor;
import static dev.erloom.process.Processes.trapExits;
import static dev.erloom.server.Puppet.echo;
import static dev.erloom.testing.InProcess.inProcess;
import static dev.erloom.testing.InProcess.mailbox;
import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.process.Exit;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Node;
import dev.erloom.process.Pid;
import dev.erloom.process.Processes.Spawned;
import dev.erloom.process.Ref;
import dev.erloom.server.Puppet.Cue;
import dev.erloom.server.Puppet.Heard;
import dev.erloom.server.Puppet.Tell;
import dev.erloom.server.Puppet.Terminated;
import dev.erloom.testing.Forever;
import dev.erloom.testing.LogCapture;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class GenServerExitTest {
    private static final ExitReason BOO = ExitReason.of("boo");

    private final AtomicBoolean terminated = new AtomicBoolean();

    @AutoClose final LogCapture log = LogCapture.ofCore();

    /**
     * {@return {@code puppet}, noting in {@link #terminated} that it terminates: one that is doomed
     * cannot send}
     */
    private Puppet noting(Puppet puppet) {
        return puppet.ending((_, _, _) -> terminated.set(true));
    }

    private static Pid pidOf(ServerRef<Cue> server) {
        return server.whereis().orElseThrow();
    }

    @DisplayName(
            "GS-34 an exit of the parent, whatever its reason, terminates a server that traps; handleInfo never sees it (oracle b: parent EXIT normal while trapping)")
    @ParameterizedTest
    @MethodSource("dev.erloom.server.Ends#reasons")
    void the_end_of_the_parent_terminates_a_trapping_server(ExitReason reason) {
        inProcess(() -> {
            Puppet puppet = Puppet.trapping();
            Pid parent =
                    spawn(() -> {
                        puppet.observer().send(GenServer.startLink(puppet).orElseThrow());
                        receive();
                        throw exit(reason);
                    });
            Ref end = monitor(receive(ServerRef.class));

            parent.send("end");

            assertThat(receive(end).reason()).isEqualTo(reason);
            assertThat(mailbox()).containsExactly(new Terminated(reason, "first"));
        });
    }

    @DisplayName("GS-34 so does an exit signal that the parent sends")
    @Test
    void an_exit_signal_of_the_parent_terminates() {
        inProcess(() -> {
            trapExits(true);
            ServerRef<Cue> server = GenServer.startLink(Puppet.trapping()).orElseThrow();
            Pid pid = pidOf(server);

            pid.exit(SHUTDOWN);

            assertThat(List.of(receive(), receive()))
                    .isEqualTo(List.of(new Terminated(SHUTDOWN, "first"), new Exit(pid, SHUTDOWN)));
        });
    }

    @DisplayName(
            "GS-34 a server that was started without a link has no parent to obey: handleInfo gets the exit")
    @Test
    void a_server_without_a_link_has_no_parent() {
        inProcess(() -> {
            ServerRef<Cue> server = Puppet.trapping().start();

            pidOf(server).exit(BOO);

            assertThat(receive()).isEqualTo(new Heard(new Exit(self(), BOO)));
            assertThat(server.call(echo("alive"))).isEqualTo("alive");
        });
    }

    @DisplayName(
            "GS-34 R14 a node that closes shuts down, as their parent, what ordinary threads have started")
    @Test
    void closing_the_node_terminates() {
        CompletableFuture<ExitReason> terminated = new CompletableFuture<>();
        try (Node node = Node.start()) {
            Puppet puppet =
                    node.call(Puppet::trapping)
                            .ending((_, reason, _) -> terminated.complete(reason));
            node.start(() -> GenServer.startLink(puppet));
        }
        assertThat(terminated).isCompletedWithValue(SHUTDOWN);
    }

    @DisplayName(
            "GS-35 an exit of somebody else is a message when trapping (oracle b: non-parent EXIT while trapping -> info)")
    @Test
    void an_exit_of_a_stranger_is_a_message() {
        inProcess(() -> {
            ServerRef<Cue> server = GenServer.startLink(Puppet.trapping()).orElseThrow();
            Pid pid = pidOf(server);
            Spawned stranger =
                    spawnMonitor(() -> {
                        link(pid);
                        throw exit(BOO);
                    });

            assertThat(receive(Heard.class)).isEqualTo(new Heard(new Exit(stranger.pid(), BOO)));
            assertThat(server.call(echo("alive"))).isEqualTo("alive");
        });
    }

    @DisplayName("GS-36 GS-37 a server that does not trap dies with its parent, without terminate")
    @Test
    void the_end_of_the_parent_kills_a_server() {
        inProcess(() -> {
            Puppet puppet = noting(Puppet.ready());
            Pid parent =
                    spawn(() -> {
                        puppet.observer().send(GenServer.startLink(puppet).orElseThrow());
                        receive();
                    });
            Ref end = monitor(receive(ServerRef.class));

            parent.exit(BOO);

            assertThat(receive(end).reason()).isEqualTo(BOO);
            assertThat(terminated).isFalse();
        });
    }

    @DisplayName("GS-36 EX-8 a server that does not trap outlives a parent that ends normally")
    @Test
    void a_normal_end_of_the_parent_does_not_matter() {
        inProcess(() -> {
            Puppet puppet = Puppet.ready();
            Ref parent =
                    spawnMonitor(() ->
                                    puppet.observer()
                                            .send(GenServer.startLink(puppet).orElseThrow()))
                            .ref();
            ServerRef<?> server = receive(ServerRef.class);
            receive(parent);

            @SuppressWarnings("unchecked") // it is what the parent has sent
            ServerRef<Cue> typed = (ServerRef<Cue>) server;
            assertThat(typed.call(echo("alive"))).isEqualTo("alive");
        });
    }

    @DisplayName(
            "GS-37 an exit signal that is not trapped ends the server without terminate (oracle b: exit signal kills non trapping no terminate)")
    @Test
    void a_signal_does_not_terminate() {
        inProcess(() -> {
            ServerRef<Cue> server = noting(Puppet.ready()).start();
            Ref end = monitor(server);

            pidOf(server).exit(BOO);

            assertThat(receive(end).reason()).isEqualTo(BOO);
            assertThat(terminated).isFalse();
            assertThat(log.entries()).isEmpty();
        });
    }

    @DisplayName("GS-37 kill ends a server that traps without terminate")
    @Test
    void kill_does_not_terminate() {
        inProcess(() -> {
            ServerRef<Cue> server = noting(Puppet.trapping()).start();
            Ref end = monitor(server);

            pidOf(server).exit(KILL);

            assertThat(receive(end).reason()).isEqualTo(KILLED);
            assertThat(terminated).isFalse();
            assertThat(log.entries()).isEmpty();
        });
    }

    /** How the code of a callback may notice that its process was told to end. */
    enum Interrupted {
        PASSES_IT_ON {
            @Override
            void run() throws Exception {
                Forever.sleep();
            }
        },
        WRAPS_IT {
            @Override
            void run() {
                try {
                    Forever.sleep();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        },
        SWALLOWS_IT {
            @Override
            void run() {
                try {
                    Forever.sleep();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };

        abstract void run() throws Exception;
    }

    @DisplayName(
            "GS-37 a signal that interrupts a callback ends the server without terminate, however the callback takes it")
    @ParameterizedTest
    @EnumSource
    void an_interrupted_callback_does_not_terminate(Interrupted interrupted) {
        inProcess(() -> {
            ServerRef<Cue> server = noting(Puppet.ready()).start();
            Ref end = monitor(server);
            server.cast(
                    new Tell((me, state) -> {
                        me.observer().send("inside");
                        interrupted.run();
                        return me.stop(NORMAL, state);
                    }));
            receive(String.class);

            pidOf(server).exit(BOO);

            assertThat(receive(end).reason()).isEqualTo(BOO);
            assertThat(terminated).isFalse();
            assertThat(log.entries()).isEmpty();
        });
    }

    @DisplayName(
            "GS-37 a signal that interrupts terminate cuts it short, and the server ends with the reason of the signal")
    @ParameterizedTest
    @EnumSource
    void an_interrupted_terminate_is_cut_short(Interrupted interrupted) {
        inProcess(() -> {
            ServerRef<Cue> server =
                    Puppet.ready()
                            .ending((me, _, _) -> {
                                me.observer().send("inside");
                                interrupted.run();
                            })
                            .start();
            Ref end = monitor(server);
            server.cast(new Tell((me, state) -> me.stop(ExitReason.of("why"), state)));
            receive(String.class);

            pidOf(server).exit(BOO);

            assertThat(receive(end).reason()).isEqualTo(BOO);
            assertThat(log.entries()).isEmpty();
        });
    }
}
