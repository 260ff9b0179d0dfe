// SPDX-License-Identifier: Apache-2.0
package dev.erloom.port;

import static dev.erloom.process.ExitReason.NOPROC;
import static dev.erloom.process.ExitReason.NORMAL;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.process.Processes.trapExits;
import static dev.erloom.process.Processes.unlink;
import static dev.erloom.testing.InProcess.mailbox;
import static dev.erloom.testing.TestNode.onNode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.erloom.port.Port.Closed;
import dev.erloom.port.Port.Connected;
import dev.erloom.port.Port.Data;
import dev.erloom.port.Port.Eof;
import dev.erloom.port.Port.ExitStatus;
import dev.erloom.port.Port.Kind;
import dev.erloom.process.Atom;
import dev.erloom.process.Down;
import dev.erloom.process.Exit;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Node;
import dev.erloom.process.Pid;
import dev.erloom.process.Ref;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortTest {
    private static final UnaryOperator<PortOptions> DEFAULTS = with -> with;

    private static ExitReason posix(String reason) {
        return ExitReason.of(new Atom(reason));
    }

    private static Port sh(String script, UnaryOperator<PortOptions> with) {
        return Port.open("/bin/sh", options -> with.apply(options.args("-c", script)));
    }

    /** The messages of a port up to its end, with neighbouring chunks put together. */
    private static List<String> untilEnd(Port port) {
        List<String> story = new ArrayList<>();
        StringBuilder chunks = new StringBuilder();
        while (true) {
            Object next = receive();
            if (next instanceof Data(_, byte[] _, Kind kind) && kind == Kind.CHUNK) {
                chunks.append(((Data) next).text());
                continue;
            }
            if (!chunks.isEmpty()) {
                story.add("data " + chunks);
                chunks.setLength(0);
            }
            switch (next) {
                case Data data when data.port().equals(port) ->
                        story.add(data.kind() + " " + data.text());
                case ExitStatus(Port from, int status) when from.equals(port) ->
                        story.add("exit_status " + status);
                case Exit(Pid from, ExitReason reason) when from.equals(port.pid()) -> {
                    story.add("EXIT " + reason);
                    return story;
                }
                case Eof(Port from) when from.equals(port) -> {
                    story.add("eof");
                    return story;
                }
                default -> throw new AssertionError("not of " + port + ": " + next);
            }
        }
    }

    @DisplayName("PO-1 PO-2 PO-3 a command line: all data, the exit status, then EXIT normal")
    @Test
    void spawn_runs_a_command_line() {
        onNode(() -> {
            trapExits(true);
            Port port = Port.spawn("sh -c 'printf hi; exit 3'", PortOptions::exitStatus);

            assertThat(untilEnd(port)).containsExactly("data hi", "exit_status 3", "EXIT normal");
            assertThat(mailbox()).isEmpty();
        });
    }

    @DisplayName("PO-1 the shell is replaced by the command, so only one runs")
    @Test
    void spawn_runs_one_command() {
        onNode(() -> {
            trapExits(true);
            assertThat(untilEnd(Port.spawn("echo a; echo b")))
                    .containsExactly("data a\n", "EXIT normal");
        });
    }

    @DisplayName("PO-3 without exit_status only the end of the output counts")
    @Test
    void without_exit_status_the_end_of_output_ends() {
        onNode(() -> {
            trapExits(true);
            Port port = sh("exec >&-; exec cat", DEFAULTS);
            assertThat(untilEnd(port)).containsExactly("EXIT normal"); // and the program lives
        });
    }

    @DisplayName("PO-3 with exit_status the port waits for both ends")
    @Test
    void with_exit_status_the_port_waits_for_both() {
        onNode(() -> {
            trapExits(true);
            Port port = sh("exec >&-; cat; exit 4", PortOptions::exitStatus);
            port.closeInput();
            assertThat(untilEnd(port)).containsExactly("exit_status 4", "EXIT normal");
        });
    }

    @DisplayName(
            "PO-3 output of a program that the program has left behind comes before the status")
    @Test
    void a_grandchild_is_heard_to_the_end() {
        onNode(() -> {
            trapExits(true);
            String child = "while kill -0 $$ 2>&-; do sleep 0.01; done; echo 1; sleep 0.05; echo 2";
            Port port = sh("(" + child + ") & read x; exit 4", PortOptions::exitStatus);
            port.closeInput();

            assertThat(untilEnd(port))
                    .containsExactly("data 1\n2\n", "exit_status 4", "EXIT normal");
        });
    }

    @DisplayName("PO-2 PO-3 with eof the port says so instead, and stays open")
    @Test
    void with_eof_the_port_stays_open() {
        onNode(() -> {
            trapExits(true);
            Port port = Port.spawn("true", with -> with.exitStatus().eof());

            assertThat(untilEnd(port)).containsExactly("exit_status 0", "eof");
            assertThat(port.info()).isPresent();

            port.command("nobody reads this");
            assertThat(receive()).isEqualTo(new Exit(port.pid(), posix("epipe")));
        });
    }

    @DisplayName("PO-4 a signal is 128 and its number; what the shell does not know is 127")
    @Test
    void statuses_are_those_of_a_shell() {
        onNode(() -> {
            trapExits(true);
            assertThat(untilEnd(sh("kill -9 $$", PortOptions::exitStatus)))
                    .containsExactly("exit_status 137", "EXIT normal");
            assertThat(untilEnd(sh("exit 255", PortOptions::exitStatus)))
                    .containsExactly("exit_status 255", "EXIT normal");
            assertThat(
                            untilEnd(
                                    Port.spawn(
                                            "nonexistent_cmd_q",
                                            with -> with.exitStatus().stderr(Stderr.DISCARD))))
                    .containsExactly("exit_status 127", "EXIT normal");
        });
    }

    @DisplayName("PO-5 lines come whole or in parts, the rest at the end as a part")
    @Test
    void lines() {
        onNode(() -> {
            trapExits(true);
            Port port = Port.open("printf", with -> with.args("abcdef\\nxy\\nend").lines(4));
            assertThat(untilEnd(port))
                    .containsExactly(
                            "LINE_PART abcd", "LINE ef", "LINE xy", "LINE_PART end", "EXIT normal");
        });
    }

    @DisplayName("PO-5 packets go both ways")
    @Test
    void packets() {
        onNode(() -> {
            trapExits(true);
            Port port = Port.open("cat", with -> with.packet(2));
            port.command("abc");
            port.command(new byte[0]);
            port.closeInput();
            assertThat(untilEnd(port)).containsExactly("PACKET abc", "PACKET ", "EXIT normal");
        });
    }

    @DisplayName("PO-6 a packet that is too long for its length ends the port with einval")
    @Test
    void a_packet_that_is_too_long() {
        onNode(() -> {
            trapExits(true);
            Port port = Port.open("cat", with -> with.packet(1));
            port.command("x".repeat(300));
            assertThat(untilEnd(port)).containsExactly("EXIT einval");

            Port liar = Port.open("printf", with -> with.packet(4).args("\\377\\377\\377\\377a"));
            assertThat(untilEnd(liar)).containsExactly("EXIT einval");
        });
    }

    @DisplayName("PO-7 any process may call command, and a thread that is none")
    @Test
    void anybody_may_command() {
        onNode(() -> {
            Port port = Port.open("cat", with -> with.lines(80));
            spawn(() -> port.command("from another process\n"));
            assertThat(((Data) port.receive()).text()).isEqualTo("from another process");
            Thread.ofPlatform().start(() -> port.command("from a thread\n"));
            assertThat(((Data) port.receive()).text()).isEqualTo("from a thread");
        });
    }

    @DisplayName(
            "PO-7 a message not from the owner is a badsig signal to the owner; the port goes on")
    @Test
    void messages_are_for_the_owner() {
        onNode(() -> {
            trapExits(true);
            Pid me = self();
            Port port = Port.open("cat", with -> with.lines(80));
            Exit badsig = new Exit(port.pid(), posix("badsig"));

            spawn(() -> port.send(new PortRequest.Command(self(), new byte[3])));
            assertThat(receive()).isEqualTo(badsig);
            spawn(() -> port.send(new PortRequest.Close(self())));
            assertThat(receive()).isEqualTo(badsig);
            spawn(() -> port.send(new PortRequest.Connect(self(), self())));
            assertThat(receive()).isEqualTo(badsig);
            port.send("garbage");
            assertThat(receive()).isEqualTo(badsig);

            port.send(new PortRequest.Command(me, "mine\n".getBytes()));
            assertThat(((Data) port.receive()).text()).isEqualTo("mine");
        });
    }

    @DisplayName("PO-7 an owner that does not trap exits ends by badsig, and the port with it")
    @Test
    void badsig_ends_an_owner() {
        onNode(() -> {
            Pid me = self();
            Pid owner =
                    spawn(() -> {
                        Port port = Port.open("cat");
                        me.send(port);
                        receive(String.class);
                    });
            Port port = receive(Port.class);
            Ref ownerEnd = monitor(owner);
            Ref portEnd = monitor(port);

            port.send("garbage");

            assertThat(receive(ownerEnd).reason()).isEqualTo(posix("badsig"));
            assertThat(receive(portEnd).reason()).isEqualTo(posix("badsig"));
        });
    }

    @DisplayName("PO-8 close ends the port with normal before it returns; afterwards it is badarg")
    @Test
    void close() {
        onNode(() -> {
            trapExits(true);
            Port port = Port.open("cat");
            port.close();

            assertThat(mailbox()).containsExactly(new Exit(port.pid(), NORMAL));
            assertThat(port.info()).isEmpty();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> port.command("x"))
                    .withMessage(port + " is closed");
            assertThatIllegalArgumentException().isThrownBy(() -> port.tryCommand("x"));
            assertThatIllegalArgumentException().isThrownBy(port::close);
            assertThatIllegalArgumentException().isThrownBy(port::closeInput);
            assertThatIllegalArgumentException().isThrownBy(port::kill);
            assertThatIllegalArgumentException().isThrownBy(() -> port.connect(self()));
            assertThatIllegalStateException().isThrownBy(port::receive);
            port.send(new PortRequest.Command(self(), new byte[1])); // dropped
        });
    }

    @DisplayName("PO-2 PO-8 close as a message: EXIT, then closed")
    @Test
    void close_by_message() {
        onNode(() -> {
            trapExits(true);
            Port port = Port.open("cat");
            port.send(new PortRequest.Close(self()));
            assertThat(receive()).isEqualTo(new Exit(port.pid(), NORMAL));
            assertThat(receive()).isEqualTo(new Closed(port));
        });
    }

    @DisplayName("PO-8 what is queued when a port is closed is still written")
    @Test
    void close_writes_what_is_queued(@TempDir Path folder) {
        onNode(() -> {
            Path go = folder.resolve("go");
            Path count = folder.resolve("count");
            Port.cmd("mkfifo", go.toString(), count.toString());
            Port slow = sh("read go < " + go + "; wc -c > " + count, DEFAULTS);
            slow.command("x".repeat(300_000));
            slow.close();

            Port.cmd("sh", "-c", "echo go > " + go);
            assertThat(Port.cmd("cat", count.toString()).text().trim()).isEqualTo("300000");
        });
    }

    @DisplayName("LN-10 PO-9 connect gives the port away; the old owner stays linked")
    @Test
    void connect() {
        onNode(() -> {
            trapExits(true);
            Pid me = self();
            Port port = Port.open("cat");
            Pid next =
                    spawn(() -> {
                        me.send(receive(Data.class).text());
                        receive(String.class);
                    });

            port.connect(next);
            assertThat(port.info().orElseThrow().connected()).isEqualTo(next);
            port.command("z");
            assertThat(receive()).isEqualTo("z");
            next.exit(ExitReason.KILL);

            assertThat(receive()).isEqualTo(new Exit(port.pid(), ExitReason.KILLED));
        });
    }

    @DisplayName("PO-9 an old owner that unlinks is free of the port")
    @Test
    void an_old_owner_may_unlink() {
        onNode(() -> {
            trapExits(true);
            Port port = Port.open("cat");
            Pid next = spawn(() -> receive(String.class));
            port.connect(next);
            unlink(port.pid());
            Ref end = monitor(port);
            next.send("end");
            assertThat(receive(end).reason()).isEqualTo(NORMAL);
            assertThat(mailbox()).isEmpty();
        });
    }

    @DisplayName("PO-2 PO-9 connect as a message is answered with connected")
    @Test
    void connect_by_message() {
        onNode(() -> {
            trapExits(true);
            Port port = Port.open("cat");
            Pid next = spawn(() -> receive(String.class));
            port.send(new PortRequest.Connect(self(), next));
            assertThat(receive()).isEqualTo(new Connected(port));
            assertThat(port.info().orElseThrow().connected()).isEqualTo(next);
        });
    }

    @DisplayName("PO-9 a dead process cannot be the owner; the port goes on")
    @Test
    void connect_to_the_dead() {
        onNode(() -> {
            Port port = Port.open("cat");
            Pid dead = spawn(() -> {});
            receive(monitor(dead));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> port.connect(dead))
                    .withMessage("the owner of a port must be alive, was " + dead);
            assertThat(port.info().orElseThrow().connected()).isEqualTo(self());
        });
    }

    @DisplayName("PO-11 what cannot be started is an exception, and leaves nothing behind")
    @Test
    void start_errors() {
        onNode(() -> {
            trapExits(true);
            for (var wrong :
                    List.of(
                            List.of("/no/such", "enoent"),
                            List.of("nonexistent_cmd_q", "enoent"),
                            List.of("", "enoent"),
                            List.of("/etc/passwd", "eacces"),
                            List.of("/usr", "eacces"))) {
                assertThatExceptionOfType(PortException.class)
                        .isThrownBy(() -> Port.open(wrong.getFirst()))
                        .withMessage("cannot start " + wrong.getFirst() + ": " + wrong.getLast())
                        .satisfies(
                                e -> assertThat(e.reason()).isEqualTo(new Atom(wrong.getLast())));
            }
            assertThatExceptionOfType(PortException.class)
                    .isThrownBy(() -> Port.open("pwd", with -> with.cd(Path.of("/no/such"))))
                    .withMessage("cannot start pwd: enoent");
            assertThatExceptionOfType(PortException.class)
                    .isThrownBy(() -> Port.open("echo", with -> with.args("x".repeat(5_000_000))))
                    .withMessage("cannot start echo: e2big");
            assertThat(mailbox()).isEmpty();
        });
    }

    @DisplayName("PO-1 a port needs a process")
    @Test
    void a_port_needs_a_process() {
        assertThatIllegalStateException().isThrownBy(() -> Port.open("cat"));
    }

    @DisplayName("PO-1 PO-12 directory and environment; what is not mentioned is inherited")
    @Test
    void directory_and_environment() {
        onNode(() -> {
            trapExits(true);
            Port port =
                    sh(
                            "echo $PWD $QQ ${HOME-unset} ${PATH:+path}",
                            with ->
                                    with.cd(Path.of("/usr"))
                                            .env("QQ", "v")
                                            .env("HOME", "x")
                                            .unsetEnv("HOME"));
            assertThat(untilEnd(port)).containsExactly("data /usr v unset path\n", "EXIT normal");
        });
    }

    @DisplayName("PO-12 bad arguments and variables are refused")
    @Test
    void bad_options_are_refused() {
        PortOptions options = PortOptions.DEFAULT;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.env("", "x"))
                .withMessage("the name of a variable must not be empty or contain =, was \"\"");
        assertThatIllegalArgumentException().isThrownBy(() -> options.env("A=B", "x"));
        assertThatIllegalArgumentException().isThrownBy(() -> options.env("A", "x\0"));
        assertThatIllegalArgumentException().isThrownBy(() -> options.unsetEnv("\0"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.args("a\0b"))
                .withMessage("an argument must not contain a NUL");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Port.spawn("cat", with -> with.args("x")))
                .withMessage("a command line takes neither args nor arg0: they are part of it");
    }

    @DisplayName("PO-1 arg0 is what the program is told its name is")
    @Test
    void arg0() {
        onNode(() -> {
            trapExits(true);
            Port port = sh("echo $0 $1", with -> with.arg0("zero"));
            assertThat(untilEnd(port)).containsExactly("data zero\n", "EXIT normal");
        });
    }

    @DisplayName("PO-13 errors go between the output, apart from it, or nowhere")
    @Test
    void stderr() {
        onNode(() -> {
            trapExits(true);
            String script = "echo err >&2; echo out";
            assertThat(untilEnd(sh(script, with -> with.stderr(Stderr.MERGE))))
                    .containsExactly("data err\nout\n", "EXIT normal");
            assertThat(untilEnd(sh(script, with -> with.stderr(Stderr.DISCARD))))
                    .containsExactly("data out\n", "EXIT normal");
            assertThat(untilEnd(sh(script, with -> with.stderr(Stderr.SEPARATE).lines(9))))
                    .containsExactlyInAnyOrder("ERROR err\n", "LINE out", "EXIT normal")
                    .last()
                    .isEqualTo("EXIT normal");
        });
    }

    @DisplayName(
            "PO-13 a port that only reads cannot be written to, one that only writes hears nothing")
    @Test
    void one_way_ports() {
        onNode(() -> {
            trapExits(true);
            assertThat(untilEnd(sh("cat; echo done", PortOptions::readOnly)))
                    .containsExactly("data done\n", "EXIT normal");
            Port deaf = sh("exec sleep 100", with -> with.readOnly().killProgram());
            deaf.command("x");
            assertThat(untilEnd(deaf)).containsExactly("EXIT ebadf");

            Port mute = sh("read x; exit $x", with -> with.writeOnly().exitStatus());
            mute.command("3\n");
            assertThat(untilEnd(mute)).containsExactly("exit_status 3", "EXIT normal");
        });
    }

    @DisplayName("PO-15 info says what a port is, and nothing once it is closed")
    @Test
    void info() {
        onNode(() -> {
            Port port = Port.open("cat", with -> with.lines(9));
            port.command("hello\n");
            port.receive();
            assertThat(port.info().orElseThrow())
                    .satisfies(info -> {
                        assertThat(info.name()).isEqualTo("cat");
                        assertThat(info.id()).isEqualTo(port.pid().id());
                        assertThat(info.connected()).isEqualTo(self());
                        assertThat(info.input()).isEqualTo(6);
                        assertThat(info.output()).isEqualTo(6);
                        assertThat(ProcessHandle.of(info.osPid())).isPresent();
                    });
            port.close();
            assertThat(port.info()).isEmpty();
        });
    }

    @DisplayName("PO-16 a port can be monitored and registered; the name is free when it ends")
    @Test
    void a_port_is_a_process() {
        onNode(() -> {
            trapExits(true);
            Port port = Port.open("cat", with -> with.lines(9));
            Ref ref = monitor(port);
            Node.current().register("echo", port.pid());
            Node.current().address("echo").send(new PortRequest.Command(self(), "hi\n".getBytes()));
            assertThat(((Data) port.receive()).text()).isEqualTo("hi");

            port.close();

            assertThat(Node.current().whereis("echo")).isEmpty();
            assertThat(receive()).isEqualTo(new Exit(port.pid(), NORMAL));
            assertThat(receive()).isEqualTo(new Down(ref, port.pid(), NORMAL));
            assertThat(receive(monitor(port)).reason()).isEqualTo(NOPROC);
        });
    }

    @DisplayName("PO-16 a port is a value")
    @Test
    void a_port_is_a_value() {
        onNode(() -> {
            Port port = Port.open("cat", with -> with.lines(9));
            Port other = Port.open("cat");
            port.command("hi\n");
            assertThat(port.receive().port()).isEqualTo(port).hasSameHashCodeAs(port);
            assertThat(port).isNotEqualTo(other).hasToString("port " + port.pid());
        });
    }

    @DisplayName(
            "closeInput ends the input, so that a filter can finish; then nothing can be written")
    @Test
    void close_input() {
        onNode(() -> {
            trapExits(true);
            Port sort = Port.open("sort", with -> with.exitStatus().eof());
            sort.command("b\n");
            sort.command("a\n");
            sort.closeInput();
            assertThatIllegalStateException()
                    .isThrownBy(() -> sort.command("x"))
                    .withMessage("the input of " + sort + " is closed");
            sort.closeInput();
            assertThat(untilEnd(sort)).containsExactly("data a\nb\n", "exit_status 0", "eof");
        });
    }

    @DisplayName("receive takes a port's own output only, and is empty when the time is up")
    @Test
    void receive_is_selective() {
        onNode(() -> {
            Port one = Port.open("cat", with -> with.lines(9));
            Port two = Port.open("cat", with -> with.lines(9));
            self().send("stray");
            two.command("2\n");
            two.receive(); // the barrier: it has come before
            two.command("2\n");
            one.command("1\n");
            assertThat(((Data) one.receive()).text()).isEqualTo("1");
            assertThat(one.receive(Duration.ZERO)).isEmpty();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> one.receive(Duration.ofSeconds(-1)))
                    .withMessage("after must be >= 0, was PT-1S");
            assertThat(((Data) two.receive()).text()).isEqualTo("2");
            assertThat(mailbox()).containsExactly("stray");
        });
    }

    @Test
    void the_example_of_the_package_runs() {
        PortExample.run();
        assertThat(Files.exists(Path.of("/bin/sh"))).isTrue();
    }
}
