// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.interop.term.Term;
import dev.erloom.interop.testing.AgainstRealBeam;
import dev.erloom.interop.testing.Beam;
import dev.erloom.process.Atom;
import dev.erloom.process.Down;
import dev.erloom.process.Exit;
import dev.erloom.process.ExitReason;
import dev.erloom.process.NodeDown;
import dev.erloom.process.NodeUp;
import dev.erloom.process.Pid;
import dev.erloom.process.ProcessBody;
import dev.erloom.process.Processes;
import dev.erloom.process.Ref;
import dev.erloom.process.RegisteredName;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Links, monitors and exit signals between Java and Elixir processes, both ways. */
@AgainstRealBeam
class TiesToElixirTest extends ElixirCluster {
    private static final ExitReason BOOM = ExitReason.of(Term.atom("boom"));
    private static final RegisteredName LOOP = new RegisteredName("loop", ELIXIR);

    /** What the Elixir loop shows the test. */
    record Given(Pid pid) {}

    /** What a test shows the Elixir loop. */
    record Shown(Pid pid) {}

    record Done() {}

    static Stream<Beam.Release> releases() {
        return Beam.releases();
    }

    /** Runs {@code body} in a process that traps exits and that Elixir knows as {@code java}. */
    private void run(ProcessBody body) {
        node.run(() -> {
            Processes.register("me");
            Processes.trapExits(true);
            show("java", Processes.self());
            body.run();
        });
    }

    /** Gives a pid to the Elixir loop, as a variable. */
    private void show(String variable, Pid pid) {
        LOOP.send(new Shown(pid));
        elixir.eval(variable + " = receive do {:shown, pid} -> pid end");
    }

    /** {@return the pid that {@code code} is worth} */
    private Pid given(String code) {
        elixir.eval("send({:me, j}, {:given, " + code + "})");
        return Processes.receive(Given.class).pid();
    }

    /** Whatever this node has sent to Elixir is there. */
    private void flush() {
        assertThat(net.ping(ELIXIR)).isTrue();
    }

    private static Pid idle() {
        return Processes.spawn(() -> Processes.receive(Done.class));
    }

    /** Has a new Java process that Elixir knows as {@code idle}. */
    private Pid shownIdle() {
        Pid idle = idle();
        show("idle", idle);
        return idle;
    }

    /** Everything that Elixir has sent so far has arrived; nothing of it is in the mailbox. */
    private void assertNothingMoreCame() {
        elixir.eval("send(java, :done)");
        Processes.receive(Done.class);
        assertThat(Processes.messageQueueLength()).isZero();
    }

    // Java watches Elixir

    @Test
    @DisplayName("DI-3 a monitor of an Elixir process tells its end with the reason")
    void java_monitors_a_pid() {
        run(() -> {
            Pid victim = given("v = Idle.start()");
            Ref monitor = Processes.monitor(victim);
            flush();
            elixir.eval("send(v, {:exit, :boom})");
            assertThat(Processes.receive(monitor)).isEqualTo(new Down(monitor, victim, BOOM));
        });
    }

    @Test
    void java_monitors_a_name() {
        run(() -> {
            elixir.eval("v = Idle.start(:victim)");
            RegisteredName victim = new RegisteredName("victim", ELIXIR);
            elixir.eval("await = fn f -> Process.whereis(:victim) || f.(f) end; await.(await)");
            Ref monitor = Processes.monitor(victim);
            flush();
            elixir.eval("send(v, {:exit, :boom})");
            assertThat(Processes.receive(monitor)).isEqualTo(new Down(monitor, victim, BOOM));
        });
    }

    @Test
    void java_monitors_who_is_not_there() {
        run(() -> {
            Pid dead =
                    given(
                            "(pid = spawn(fn -> :ok end); r = Process.monitor(pid);"
                                    + " receive do {:DOWN, ^r, _, _, _} -> pid end)");
            assertThat(Processes.receive(Processes.monitor(dead)).reason())
                    .isEqualTo(ExitReason.NOPROC);
            Ref unknown = Processes.monitor(new RegisteredName("unknown", ELIXIR));
            assertThat(Processes.receive(unknown).reason()).isEqualTo(ExitReason.NOPROC);
            Ref nowhere = Processes.monitor(new RegisteredName("x", "nowhere@127.0.0.1"));
            assertThat(Processes.receive(nowhere).reason()).isEqualTo(ExitReason.NOCONNECTION);
        });
    }

    @Test
    void java_takes_a_monitor_back() {
        run(() -> {
            Ref monitor = Processes.monitor(given("v = Idle.start()"));
            assertThat(Processes.demonitor(monitor)).isTrue();
            flush();
            assertThat(elixir.eval("Process.info(v, :monitored_by)"))
                    .isEqualTo("{:monitored_by, []}");
            elixir.eval("Process.exit(v, :kill)");
            assertNothingMoreCame();
        });
    }

    @Test
    @DisplayName("DI-3 a link from Java tells the end of the Elixir process")
    void java_links() {
        run(() -> {
            Pid victim = given("v = Idle.start()");
            Processes.link(victim);
            flush();
            elixir.eval("send(v, {:exit, :boom})");
            assertThat(Processes.receive(Exit.class)).isEqualTo(new Exit(victim, BOOM));
        });
    }

    @Test
    void java_links_to_who_is_not_there() {
        run(() -> {
            Pid dead =
                    given(
                            "(pid = spawn(fn -> :ok end); r = Process.monitor(pid);"
                                    + " receive do {:DOWN, ^r, _, _, _} -> pid end)");
            Processes.link(dead);
            assertThat(Processes.receive(Exit.class)).isEqualTo(new Exit(dead, ExitReason.NOPROC));
        });
    }

    @Test
    void java_unlinks() {
        run(() -> {
            Pid victim = given("v = Idle.start()");
            Processes.link(victim);
            Processes.unlink(victim);
            flush();
            assertThat(elixir.eval("Process.info(v, :links)")).isEqualTo("{:links, []}");
            elixir.eval("Process.exit(v, :kill)");
            assertNothingMoreCame();
        });
    }

    @Test
    void a_link_goes_away_and_comes_back() {
        run(() -> {
            Pid victim = given("v = Idle.start()");
            for (int n = 0; n < 100; n++) {
                Processes.link(victim);
                Processes.unlink(victim);
            }
            Processes.link(victim);
            flush();
            elixir.eval("send(v, {:exit, :boom})");
            assertThat(Processes.receive(Exit.class)).isEqualTo(new Exit(victim, BOOM));
            assertNothingMoreCame();
        });
    }

    @Test
    void java_sends_exit_signals() {
        run(() -> {
            given("self()").exit(ExitReason.of(new Atom("boom")));
            assertThat(elixir.eval("receive do {:EXIT, ^java, reason} -> reason end"))
                    .isEqualTo(":boom");
            Pid victim =
                    given(
                            "spawn(fn -> Process.flag(:trap_exit, true); Process.sleep(:infinity) end)");
            Ref monitor = Processes.monitor(victim);
            victim.exit(ExitReason.KILL);
            assertThat(Processes.receive(monitor).reason()).isEqualTo(ExitReason.KILLED);
        });
    }

    // Elixir watches Java

    @Test
    @DisplayName("DI-3 a monitor of a Java process tells its end with the reason")
    void elixir_monitors_a_pid() {
        run(() -> {
            Pid idle = shownIdle();
            elixir.eval("r = Process.monitor(idle); Node.ping(j)");
            idle.exit(ExitReason.of(new Atom("boom")));
            assertThat(elixir.eval("receive do {:DOWN, ^r, :process, ^idle, reason} -> reason end"))
                    .isEqualTo(":boom");
        });
    }

    @Test
    void elixir_monitors_a_name() {
        run(() -> {
            Pid idle = idle();
            node.register("idle", idle);
            elixir.eval("r = Process.monitor({:idle, j}); Node.ping(j)");
            idle.send(new Done());
            assertThat(
                            elixir.eval(
                                    "receive do {:DOWN, ^r, :process, who, reason} -> {who, reason} end"))
                    .isEqualTo("{{:idle, :\"java@127.0.0.1\"}, :normal}");
        });
    }

    @Test
    void elixir_monitors_who_is_not_there() {
        run(() -> {
            Pid dead = shownIdle();
            Ref end = Processes.monitor(dead);
            dead.send(new Done());
            Processes.receive(end);
            for (String who : List.of("idle", "{:unknown, j}")) {
                assertThat(
                                elixir.eval(
                                        "r = Process.monitor(%s); receive do {:DOWN, ^r, _, _, reason} -> reason end"
                                                .formatted(who)))
                        .isEqualTo(":noproc");
            }
        });
    }

    @Test
    void elixir_takes_a_monitor_back() {
        run(() -> {
            Pid idle = shownIdle();
            elixir.eval("r = Process.monitor(idle); Process.demonitor(r); Node.ping(j)");
            Ref end = Processes.monitor(idle);
            idle.send(new Done());
            Processes.receive(end);
            assertThat(elixir.eval("Node.ping(j); receive do m -> m after 0 -> :nothing end"))
                    .isEqualTo(":nothing");
        });
    }

    @Test
    @DisplayName("DI-3 a link from Elixir tells the end of the Java process")
    void elixir_links() {
        run(() -> {
            Pid idle = shownIdle();
            elixir.eval("Process.link(idle); Node.ping(j)");
            idle.exit(ExitReason.of(new Atom("boom")));
            assertThat(elixir.eval("receive do {:EXIT, ^idle, reason} -> reason end"))
                    .isEqualTo(":boom");
        });
    }

    @Test
    void elixir_links_to_who_is_not_there() {
        run(() -> {
            Pid dead = shownIdle();
            Ref end = Processes.monitor(dead);
            dead.send(new Done());
            Processes.receive(end);
            assertThat(
                            elixir.eval(
                                    "Process.link(idle); receive do {:EXIT, ^idle, reason} -> reason end"))
                    .isEqualTo(":noproc");
        });
    }

    @Test
    void elixir_unlinks() {
        run(() -> {
            Pid idle = shownIdle();
            elixir.eval("Process.link(idle); Process.unlink(idle); Node.ping(j)");
            Ref end = Processes.monitor(idle);
            idle.send(new Done());
            Processes.receive(end);
            assertThat(elixir.eval("Node.ping(j); receive do m -> m after 0 -> :nothing end"))
                    .isEqualTo(":nothing");
        });
    }

    @Test
    void the_end_of_an_elixir_process_ends_the_java_process_that_does_not_trap() {
        run(() -> {
            Pid idle = shownIdle();
            Ref end = Processes.monitor(idle);
            elixir.eval("spawn(fn -> Process.link(idle); exit(:boom) end)");
            assertThat(Processes.receive(end).reason()).isEqualTo(BOOM);
        });
    }

    @Test
    void elixir_sends_exit_signals() {
        run(() -> {
            elixir.eval("Process.exit(java, :boom)");
            assertThat(Processes.receive(Exit.class).reason()).isEqualTo(BOOM);
            Pid trapping =
                    Processes.spawn(() -> {
                        Processes.trapExits(true);
                        new RegisteredName("me", "").send(new Done());
                        Processes.receive(Given.class);
                    });
            Ref end = Processes.monitor(trapping);
            Processes.receive(Done.class);
            show("idle", trapping);
            elixir.eval("Process.exit(idle, :kill)");
            assertThat(Processes.receive(end).reason()).isEqualTo(ExitReason.KILLED);
        });
    }

    // The connection ends

    @Test
    @DisplayName(
            "DI-5, DI-6 a lost connection breaks links and monitors with noconnection, then nodedown")
    void the_end_of_the_connection_breaks_every_tie() {
        run(() -> {
            Processes.monitorNodes(true);
            Pid linked = given("(l = Idle.start(); Process.link(l); l)");
            Pid watched = given("w = Idle.start()");
            Processes.link(linked);
            Ref byPid = Processes.monitor(watched);
            Ref byName = Processes.monitor(LOOP);
            Pid idle = shownIdle();
            Ref end = Processes.monitor(idle);
            elixir.eval("Node.monitor(j, true); r = Process.monitor(java); Process.link(java)");
            elixir.eval("spawn(fn -> Process.link(idle); Process.sleep(:infinity) end)");
            elixir.eval("Node.ping(j); Node.disconnect(j)");

            assertThat(Processes.receive(NodeDown.class)).isEqualTo(new NodeDown(ELIXIR));
            assertThat(Processes.receive(byPid).reason()).isEqualTo(ExitReason.NOCONNECTION);
            assertThat(Processes.receive(byName).reason()).isEqualTo(ExitReason.NOCONNECTION);
            assertThat(Processes.receive(end).reason()).isEqualTo(ExitReason.NOCONNECTION);
            assertThat(List.of(Processes.receive(Exit.class), Processes.receive(Exit.class)))
                    .extracting(Exit::reason)
                    .containsOnly(ExitReason.NOCONNECTION);
            assertThat(Processes.messageQueueLength()).isZero();
            assertThat(
                            elixir.eval(
                                    """
                                    {receive do {:DOWN, ^r, _, _, reason} -> reason end,
                                     receive do {:EXIT, ^java, reason} -> reason end,
                                     receive do {:nodedown, ^j} -> :nodedown end}
                                    """))
                    .isEqualTo("{:noconnection, :noconnection, :nodedown}");
            assertThat(net.ping(ELIXIR)).isTrue();
            assertThat(Processes.receive(NodeUp.class)).isEqualTo(new NodeUp(ELIXIR));
        });
    }

    @Test
    void java_disconnects_and_the_next_signal_connects_again() {
        run(() -> {
            Processes.monitorNodes(true);
            Ref monitor = Processes.monitor(LOOP);
            elixir.eval("Node.monitor(j, true)");
            assertThat(net.disconnect(ELIXIR)).isTrue();
            assertThat(Processes.receive())
                    .isEqualTo(new Down(monitor, LOOP, ExitReason.NOCONNECTION));
            assertThat(Processes.receive()).isEqualTo(new NodeDown(ELIXIR));
            assertThat(net.disconnect(ELIXIR)).isFalse();
            assertThat(elixir.eval("receive do {:nodedown, node} -> node end"))
                    .isEqualTo(":\"java@127.0.0.1\"");
            LOOP.send(new Done());
            assertThat(Processes.receive()).isEqualTo(new NodeUp(ELIXIR));
            assertThat(elixir.eval("receive do :done -> :done end")).isEqualTo(":done");
        });
    }
}
