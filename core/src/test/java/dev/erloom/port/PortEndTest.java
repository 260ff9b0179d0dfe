// SPDX-License-Identifier: Apache-2.0
package dev.erloom.port;

import static dev.erloom.process.ExitReason.KILL;
import static dev.erloom.process.ExitReason.KILLED;
import static dev.erloom.process.ExitReason.NORMAL;
import static dev.erloom.process.Processes.exit;
import static dev.erloom.process.Processes.link;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.process.Processes.spawnMonitor;
import static dev.erloom.process.Processes.trapExits;
import static dev.erloom.process.Processes.unlink;
import static dev.erloom.testing.TestNode.onNode;
import static dev.erloom.testing.TestNode.withNode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.erloom.port.Port.Data;
import dev.erloom.process.Atom;
import dev.erloom.process.Exit;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Node;
import dev.erloom.process.Pid;
import dev.erloom.process.ProcessBody;
import dev.erloom.process.Ref;
import dev.erloom.testing.Seeds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PortEndTest {
    private static final ExitReason BOO = ExitReason.of("boo");
    private static final ExitReason EPIPE = ExitReason.of(new Atom("epipe"));

    static List<ExitReason> reasons() {
        return List.of(NORMAL, ExitReason.SHUTDOWN, BOO, KILL);
    }

    /** A program of a port, and how to see its end from outside. */
    private record Running(Port port, Pid owner, ProcessHandle program) {}

    /** Opens a port in a process of its own, which then waits for what to do. */
    private static Running open(String script, UnaryOperator<PortOptions> with) {
        Pid test = self();
        Pid owner =
                spawn(() -> {
                    Port port = Port.open("sh", options -> with.apply(options.args("-c", script)));
                    test.send(new Running(port, self(), program(port)));
                    receive(ProcessBody.class).run();
                });
        Running running = receive(Running.class);
        assertThat(running.owner()).isEqualTo(owner);
        return running;
    }

    private static ProcessHandle program(Port port) {
        return ProcessHandle.of(port.info().orElseThrow().osPid()).orElseThrow();
    }

    @DisplayName("PO-10 PO-18 the owner's end, for whatever reason, ends the port and the input")
    @ParameterizedTest
    @MethodSource("reasons")
    void the_port_ends_with_its_owner(ExitReason reason) {
        onNode(() -> {
            Running cat = open("exec cat", with -> with);
            Ref end = monitor(cat.port());

            cat.owner().send((ProcessBody) () -> self().exit(reason));

            assertThat(receive(end).reason()).isEqualTo(reason.equals(KILL) ? KILLED : reason);
            cat.program().onExit().join(); // cat ends at the end of its input
        });
    }

    @DisplayName("PO-10 the program is not killed: it finds the end of its input, and goes on")
    @Test
    void the_program_is_not_killed(@TempDir Path folder) {
        onNode(() -> {
            Path fifo = folder.resolve("fifo");
            Port.cmd("mkfifo", fifo.toString());
            Running slow = open("cat; echo survived > " + fifo, with -> with);

            slow.owner().exit(KILL);

            assertThat(Port.cmd("cat", fifo.toString()).text()).isEqualTo("survived\n");
        });
    }

    @DisplayName("PO-20 with killProgram the program and its children are killed with the owner")
    @Test
    void the_program_can_be_killed() {
        onNode(() -> {
            Running deaf =
                    open(
                            "sleep 1000 & echo $!; trap '' TERM; while :; do wait; done",
                            with -> with.killProgram().lines(20));
            Pid test = self();
            deaf.owner()
                    .send(
                            (ProcessBody)
                                    () -> {
                                        test.send(((Data) deaf.port().receive()).text());
                                        receive(ProcessBody.class).run();
                                    });
            ProcessHandle child =
                    ProcessHandle.of(Long.parseLong(receive(String.class))).orElseThrow();

            deaf.owner().exit(KILL);

            deaf.program().onExit().join();
            child.onExit().join();
        });
    }

    @DisplayName("PO-20 a port that is killed itself lets go of its program in the same way")
    @Test
    void a_killed_port_lets_go() {
        onNode(() -> {
            Running cat = open("exec cat", with -> with);
            Running deaf = open("exec sleep 1000", PortOptions::killProgram);
            cat.port().pid().exit(KILL);
            deaf.port().pid().exit(KILL);
            cat.program().onExit().join();
            deaf.program().onExit().join();
        });
    }

    @DisplayName("PO-20 closing a node ends its ports, and waits for no program")
    @Test
    void closing_a_node_ends_ports() throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        List<ProcessHandle> programs = new ArrayList<>();
        withNode(node -> {
            node.spawn(() -> {
                programs.add(program(Port.open("cat")));
                programs.add(program(Port.spawn("sleep 1000")));
                open.countDown();
                receive(String.class);
            });
            open.await();
        });
        programs.getFirst().onExit().join();
        assertThat(programs.getLast().isAlive()).isTrue();
        programs.getLast().destroyForcibly();
    }

    @DisplayName("PO-20 a process that waits for a program can be ended at once: no zombie")
    @Test
    void a_waiting_owner_can_be_ended() {
        onNode(() -> {
            Running deaf = open("exec sleep 1000", PortOptions::killProgram);
            Ref end = monitor(deaf.owner());
            deaf.owner().send((ProcessBody) () -> deaf.port().receive());
            Pid cmd = spawn(() -> Port.cmd("sleep", "1000"));
            Ref endOfCmd = monitor(cmd);

            deaf.owner().exit(KILL);
            cmd.exit(BOO);

            assertThat(receive(end).reason()).isEqualTo(KILLED);
            assertThat(receive(endOfCmd).reason()).isEqualTo(BOO);
            assertThat(Node.current().zombies()).isZero();
        });
    }

    @DisplayName("PO-16 PO-18 a partner's normal end means nothing to a port, a crash ends it")
    @Test
    void links_of_a_port() {
        onNode(() -> {
            trapExits(true);
            Port port = Port.open("cat", with -> with.lines(20));
            Ref end = spawnMonitor(() -> link(port.pid())).ref();
            assertThat(receive(end).reason()).isEqualTo(NORMAL);
            port.command("still there\n");
            assertThat(((Data) port.receive()).text()).isEqualTo("still there");

            spawn(() -> {
                link(port.pid());
                throw exit(BOO);
            });

            assertThat(receive()).isEqualTo(new Exit(port.pid(), BOO));
        });
    }

    @DisplayName("PO-2 PO-18 an exit signal ends the port with its reason, kill with killed")
    @Test
    void exit_signals() {
        onNode(() -> {
            trapExits(true);
            Port one = Port.open("cat");
            Port two = Port.open("cat");
            Port three = Port.open("cat");
            one.pid().exit(BOO);
            assertThat(receive()).isEqualTo(new Exit(one.pid(), BOO));
            two.pid().exit(KILL);
            assertThat(receive()).isEqualTo(new Exit(two.pid(), KILLED));
            three.pid().exit(NORMAL); // from the owner, normal counts
            assertThat(receive()).isEqualTo(new Exit(three.pid(), NORMAL));
        });
    }

    @DisplayName("PO-18 an owner that has unlinked leaves its port alone, as on the BEAM")
    @Test
    void an_unlinked_port_lives_on() {
        onNode(() -> {
            Running cat = open("exec cat", with -> with);
            Ref end = monitor(cat.owner());
            cat.owner().send((ProcessBody) () -> unlink(cat.port().pid()));
            receive(end);
            assertThat(cat.port().info()).isPresent();
            cat.port().close();
        });
    }

    @DisplayName(
            "PO-14 command waits above the high mark, tryCommand says busy; both go on at the low one")
    @Test
    void back_pressure(@TempDir Path folder) {
        onNode(() -> {
            Pid test = self();
            Path fifo = folder.resolve("fifo");
            Port.cmd("mkfifo", fifo.toString());
            Running slow =
                    open(
                            "read go < " + fifo + "; wc -c",
                            with -> with.lines(20).busyLimits(new Watermarks(10, 100_000)));
            slow.port().command("x".repeat(200_000)); // more than the pipe holds
            assertThat(slow.port().tryCommand("y")).isFalse();
            Pid waiting =
                    spawn(() -> {
                        slow.port().command("z");
                        test.send("written");
                    });
            spawn(() -> slow.port().command("never")).exit(KILL);
            assertThat(slow.port().info().orElseThrow().queued()).isPositive();
            assertThat(waiting.isAlive()).isTrue();

            Port.cmd("sh", "-c", "echo go > " + fifo);

            assertThat(receive()).isEqualTo("written");
            slow.port().closeInput();
            slow.owner().send((ProcessBody) () -> test.send(slow.port().receive()));
            assertThat(receive(Data.class).text().trim()).isIn("200001", "200006");
        });
    }

    @DisplayName("PO-14 PO-17 who waits for a busy port that is closed gets badarg")
    @Test
    void waiting_for_a_port_that_closes() {
        onNode(() -> {
            Pid test = self();
            Running deaf = open("exec sleep 1000", PortOptions::killProgram);
            deaf.port().command("x".repeat(200_000));
            spawn(() -> {
                test.send("now");
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> deaf.port().command("y"))
                        .withMessage(deaf.port() + " is closed");
                test.send("badarg");
            });
            receive(String.class, "now"::equals);
            deaf.port().close();
            assertThat(receive()).isEqualTo("badarg");
        });
    }

    @DisplayName("PO-17 operations that race with the end of a port work, or say that it is closed")
    @Test
    void racing_operations() {
        Seeds.run(
                8,
                random -> {
                    long seed = random.nextLong();
                    onNode(() -> race(new Random(seed)));
                });
    }

    private static void race(Random random) {
        trapExits(true);
        Port port = Port.open("cat", PortOptions::exitStatus);
        Ref end = monitor(port);
        List<Ref> racers = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            int what = random.nextInt(8);
            int spins = random.nextInt(2000);
            racers.add(
                    spawnMonitor(
                                    () -> {
                                        for (int spin = 0; spin < spins; spin++) {
                                            Thread.onSpinWait();
                                        }
                                        operate(port, what);
                                    })
                            .ref());
        }
        racers.forEach(racer -> assertThat(receive(racer).reason()).isIn(NORMAL, BOO, EPIPE));
        try {
            port.close();
        } catch (IllegalArgumentException closed) {
            assertThat(closed).hasMessage(port + " is closed");
        }
        assertThat(receive(end).reason()).isIn(NORMAL, BOO, EPIPE);
    }

    private static void operate(Port port, int what) {
        try {
            switch (what) {
                case 0 -> port.close();
                case 1 -> port.command("x");
                case 2 -> port.connect(self());
                case 3 -> port.closeInput();
                case 4 -> port.info();
                case 5 -> port.pid().exit(BOO);
                case 6 -> receive(monitor(port));
                default -> {
                    trapExits(true);
                    link(port.pid());
                }
            }
        } catch (IllegalArgumentException closed) {
            assertThat(closed).hasMessage(port + " is closed");
        } catch (IllegalStateException inputClosed) {
            assertThat(inputClosed).hasMessage("the input of " + port + " is closed");
        }
    }
}
