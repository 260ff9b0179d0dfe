// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.interop.testing.AgainstRealBeam;
import dev.erloom.interop.testing.Beam;
import dev.erloom.process.Down;
import dev.erloom.process.Exit;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Node;
import dev.erloom.process.NodeDown;
import dev.erloom.process.NodeUp;
import dev.erloom.process.Pid;
import dev.erloom.process.Processes;
import dev.erloom.process.RegisteredName;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Java nodes that join, leave, come back and lose their peers. */
@AgainstRealBeam
class ComingAndGoingTest extends ElixirCluster {
    private static final RegisteredName LOOP = new RegisteredName("loop", ELIXIR);

    record Shown(Pid pid) {}

    record Done() {}

    static Stream<Beam.Release> releases() {
        return Beam.releases();
    }

    private String epmdNames() {
        return elixir.eval(
                "{:ok, names} = :erl_epmd.names(~c\"127.0.0.1\"); for {n, _} <- names, do: n");
    }

    /** Has a process that Elixir monitors and links, and knows as {@code java}. */
    private Pid tied() {
        Pid pid = node.spawn(() -> Processes.receive(Done.class));
        node.run(() -> LOOP.send(new Shown(pid)));
        elixir.eval(
                """
                java = receive do {:shown, pid} -> pid end
                Process.link(java)
                r = Process.monitor(java)
                Node.monitor(j, true)
                Node.ping(j)
                """);
        return pid;
    }

    @Test
    @DisplayName(
            "DI-5 when Java leaves the network its peers see noconnection and nodedown, EPMD nothing")
    void leaves_the_network() {
        Pid pid = tied();
        assertThat(epmdNames()).contains("java");
        net.close();
        assertThat(
                        elixir.eval(
                                """
                                {receive do {:DOWN, ^r, _, _, reason} -> reason end,
                                 receive do {:EXIT, ^java, reason} -> reason end,
                                 receive do {:nodedown, ^j} -> Node.list(:hidden) end,
                                 Node.ping(j)}
                                """))
                .isEqualTo("{:noconnection, :noconnection, [], :pang}");
        assertThat(epmdNames()).doesNotContain("java");
        // the lost link has ended it
        assertThat(node.call(pid::isAlive)).isFalse();
        assertThat(node.name()).isEqualTo("nonode@nohost");
        net.close();
    }

    @Test
    @DisplayName(
            "DI-5 when a Java node closes, links and monitors hear of the processes, then of the node")
    void closes_the_node() {
        tied();
        node.close();
        assertThat(
                        elixir.eval(
                                """
                                {receive do {:DOWN, ^r, _, _, reason} -> reason end,
                                 receive do {:EXIT, ^java, reason} -> reason end,
                                 receive do {:nodedown, ^j} -> Node.list(:hidden) end}
                                """))
                .isEqualTo("{:killed, :killed, []}");
        assertThat(epmdNames()).doesNotContain("java");
        assertThat(net.connect(ELIXIR)).isFalse();
    }

    @Test
    @DisplayName(
            "DI-9 pids of an earlier node of the same name are dead, and messages to them dropped")
    void a_new_node_of_the_same_name_has_none_of_the_old_processes() {
        tied();
        node.close();
        elixir.eval("receive do {:nodedown, ^j} -> :ok end");
        Node next = Node.start();
        try (var again = join(next, JAVA)) {
            Pid heir = next.spawn(() -> Processes.receive(Done.class));
            next.register("heir", heir);
            assertThat(
                            elixir.eval(
                                    """
                                    send(java, :done)
                                    Process.exit(java, :kill)
                                    Process.link(java)
                                    m = Process.monitor(java)
                                    {receive do {:DOWN, ^m, _, _, reason} -> reason end,
                                     receive do {:EXIT, ^java, :noproc} -> :noproc end}
                                    """))
                    .isEqualTo("{:noproc, :noproc}");
            assertThat(next.call(heir::isAlive)).isTrue();
            next.run(() -> {
                Processes.register("me");
                elixir.eval("send({:me, j}, {:shown, java})");
                Pid stale = Processes.receive(Shown.class).pid();
                assertThat(stale.node()).isEqualTo(JAVA);
                Processes.trapExits(true);
                Processes.link(stale);
                assertThat(Processes.receive()).isEqualTo(new Exit(stale, ExitReason.NOPROC));
                var monitor = Processes.monitor(stale);
                stale.send(new Done());
                assertThat(Processes.receive(monitor))
                        .isEqualTo(new Down(monitor, stale, ExitReason.NOPROC));
            });
            assertThat(again.nodes()).containsExactly(ELIXIR);
        } finally {
            next.close();
        }
    }

    @Test
    void a_node_can_leave_and_join_again() {
        net.close();
        net = join(node, "again@127.0.0.1");
        assertThat(node.name()).isEqualTo("again@127.0.0.1");
        assertThat(elixir.eval("Node.ping(:\"again@127.0.0.1\")")).isEqualTo(":pong");
    }

    @Test
    @DisplayName("DI-6 nodeup comes before all signals of a node, nodedown after them")
    void node_events_frame_what_comes_from_a_node() {
        node.run(() -> {
            Processes.register("me");
            Processes.monitorNodes(true);
            for (int n = 0; n < 5; n++) {
                elixir.eval("send({:me, j}, :done); Node.ping(j); Node.disconnect(j)");
                assertThat(Processes.receive()).isEqualTo(new NodeUp(ELIXIR));
                assertThat(Processes.receive()).hasToString(":done");
                assertThat(Processes.receive()).isEqualTo(new NodeDown(ELIXIR));
            }
        });
    }

    @Test
    @DisplayName("DI-4 a frozen peer is noticed, and its links and monitors break")
    void a_frozen_peer_is_noticed() throws Exception {
        net.close();
        net = join(node, JAVA, with -> with.tickTime(Duration.ofSeconds(1)));
        node.run(() -> {
            Processes.monitorNodes(true);
            var monitor = Processes.monitor(LOOP);
            assertThat(net.ping(ELIXIR)).isTrue();
            assertThat(Processes.receive()).isEqualTo(new NodeUp(ELIXIR));
            String beam = elixir.eval("System.pid()").replace("\"", "");
            signal("-STOP", beam);
            try {
                assertThat(Processes.receive())
                        .isEqualTo(new Down(monitor, LOOP, ExitReason.NOCONNECTION));
                assertThat(Processes.receive()).isEqualTo(new NodeDown(ELIXIR));
            } finally {
                signal("-CONT", beam);
            }
        });
        assertThat(elixir.eval("Node.ping(j)")).isEqualTo(":pong");
    }

    private static void signal(String signal, String pid) throws Exception {
        assertThat(new ProcessBuilder("kill", signal, pid).start().waitFor()).isZero();
    }
}
