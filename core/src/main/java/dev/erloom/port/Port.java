// SPDX-License-Identifier: Apache-2.0
package dev.erloom.port;

import dev.erloom.port.PortProcess.Answer;
import dev.erloom.port.PortProcess.Ask;
import dev.erloom.process.Address;
import dev.erloom.process.Down;
import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Gen;
import dev.erloom.process.Match;
import dev.erloom.process.Pid;
import dev.erloom.process.Processes;
import dev.erloom.process.Ref;
import dev.erloom.process.Timeouts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A program of the operating system as a port: it belongs to the process that opened it, its owner,
 * which finds the program's output in its mailbox as {@link Data}.
 *
 * <p>A port is a process of its own, so that its {@link #pid} can be linked, monitored, registered
 * and sent exit signals like any other. It is linked to its owner from the beginning, and ends with
 * it for whatever reason. When a port ends the program finds the end of its input; it is not
 * killed, unless {@link PortOptions#killProgram} says so.
 *
 * <p>When the program has closed its output, and has exited if {@link PortOptions#exitStatus} is
 * asked for, the owner has got all data, then gets the {@link ExitStatus}, and the port ends with
 * {@code normal}; or sends {@link Eof} and stays open, with {@link PortOptions#eof}.
 *
 * <p>A port is a value, equal to another with the same pid. Any thread may use it.
 *
 * @implNote A program that has closed its input ends the port with {@code epipe} at the next write,
 *     as on the BEAM. What differs from there is in {@code docs/guide/ports.md}.
 */
public final class Port implements Address {

    /** What a port sends to its owner. */
    public sealed interface Event {
        /** {@return the port} */
        Port port();
    }

    /** What a program does. */
    public sealed interface Output extends Event {}

    /** What the bytes of a {@link Data} are. */
    public enum Kind {
        /** Some output, as it came; of a port without framing. */
        CHUNK,
        /** A packet without its length. */
        PACKET,
        /** A whole line, or the rest of one that came in parts, without its end; {@code eol}. */
        LINE,
        /** A part of a longer line, or a last line without an end; {@code noeol}. */
        LINE_PART,
        /** Some of what was written to standard error, as it came. */
        ERROR
    }

    /**
     * {@code {Port, {data, Data}}}: a piece of output.
     *
     * @param port the port
     * @param bytes the bytes, shared with nobody
     * @param kind what they are
     */
    @SuppressWarnings("ArrayRecordComponent") // a copy for each look would cost more than it helps
    public record Data(Port port, byte[] bytes, Kind kind) implements Output {

        /** {@return the bytes as UTF-8} */
        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return port + " " + kind + " " + text();
        }
    }

    /**
     * {@code {Port, {exit_status, Status}}}: the program has exited.
     *
     * @param port the port
     * @param status 0 to 255; 128 and the number of the signal when one has ended it; 127 when a
     *     shell has not found its command
     */
    public record ExitStatus(Port port, int status) implements Output {}

    /**
     * {@code {Port, eof}}: the program has closed its output.
     *
     * @param port the port
     */
    public record Eof(Port port) implements Output {}

    /**
     * {@code {Port, closed}}: the answer to {@link PortRequest.Close}.
     *
     * @param port the port
     */
    public record Closed(Port port) implements Event {}

    /**
     * {@code {Port, connected}}: the answer to {@link PortRequest.Connect}.
     *
     * @param port the port
     */
    public record Connected(Port port) implements Event {}

    private final Pid pid;

    Port(Pid pid) {
        this.pid = pid;
    }

    // Open

    /** Starts a program with default options; see {@link #open(String, UnaryOperator)}. */
    public static Port open(String program) {
        return open(program, with -> with);
    }

    /**
     * Starts a program and links its port to the calling process, its owner.
     *
     * @param program the path of a file, or a name without a slash, which is looked for on the PATH
     * @throws PortException when the program cannot be started
     * @throws IllegalStateException when the caller is no process
     * @otp erlang:open_port/2
     */
    public static Port open(String program, UnaryOperator<PortOptions> with) {
        Objects.requireNonNull(program, "program");
        return open(Launch.program(program, with.apply(PortOptions.DEFAULT)));
    }

    /** Starts a command line with default options; see {@link #spawn(String, UnaryOperator)}. */
    public static Port spawn(String commandLine) {
        return spawn(commandLine, with -> with);
    }

    /**
     * Starts one command in the words of {@code /bin/sh}, which the command replaces; as {@link
     * #open} otherwise. What the shell cannot find ends with status 127.
     *
     * @throws PortException when there is no shell
     * @throws IllegalStateException when the caller is no process
     * @otp erlang:open_port/2
     */
    public static Port spawn(String commandLine, UnaryOperator<PortOptions> with) {
        Objects.requireNonNull(commandLine, "commandLine");
        return open(Launch.shell(commandLine, with.apply(PortOptions.DEFAULT)));
    }

    private static Port open(Launch launch) {
        Pid owner = Processes.self();
        Pid pid =
                Processes.spawn(
                        new PortProcess(launch, owner),
                        with -> with.link().withoutInterrupts().label("port " + launch.name()));
        Object answer;
        try {
            answer = Gen.call(pid, new Ask.Open(), Timeouts.INFINITY, _ -> Object.class);
        } catch (ExitException interrupted) { // or ended by somebody else, which is the same
            Processes.unlinkAndFlush(pid);
            pid.exit(ExitReason.KILL);
            throw interrupted;
        }
        if (answer instanceof PortException failed) {
            Processes.receive(Processes.monitor(pid)); // nothing of it is left
            Processes.unlinkAndFlush(pid);
            throw failed;
        }
        return new Port(pid);
    }

    /**
     * Runs a program to its end and returns what it has written.
     *
     * @throws PortException when it cannot be started
     * @throws IllegalStateException when the caller is no process and there is no default node
     */
    public static CmdResult cmd(String program, String... args) {
        return cmd(program, with -> with.args(args));
    }

    /**
     * Runs a program to its end, with an input if one is given, and returns what it has written.
     * The program does not outlive a caller that ends meanwhile.
     *
     * @throws PortException when it cannot be started
     * @throws ExitException with {@code timeout} when it does not end in time; it is killed then
     * @throws IllegalStateException when the caller is no process and there is no default node
     */
    public static CmdResult cmd(String program, UnaryOperator<CmdOptions> with) {
        Objects.requireNonNull(program, "program");
        return Cmd.run(program, with.apply(CmdOptions.DEFAULT));
    }

    // Use

    /** {@return the process of this port, for links, monitors, names and exit signals} */
    public Pid pid() {
        return pid;
    }

    @Override
    public Pid target() {
        return pid;
    }

    /** Sends a {@link PortRequest} of its owner to this port. */
    @Override
    public void send(Object message) {
        pid.send(message);
    }

    /**
     * Writes to the program's input; waits while the port is busy, see {@link
     * PortOptions#busyLimits}. Any process and any thread may. A packet that is too long for its
     * length ends the port with {@code einval}.
     *
     * @param data what to write; copied
     * @throws IllegalArgumentException when the port is closed
     * @throws IllegalStateException after {@link #closeInput}
     * @otp erlang:port_command/2
     */
    public void command(byte[] data) {
        write(data.clone(), true);
    }

    /** Writes a text in UTF-8; as {@link #command(byte[])}. */
    public void command(String text) {
        write(text.getBytes(StandardCharsets.UTF_8), true);
    }

    /**
     * Writes as {@link #command(byte[])}, but does not wait; OTP's {@code nosuspend}.
     *
     * @return false when the port is busy; then nothing is written
     * @otp erlang:port_command/3
     */
    public boolean tryCommand(byte[] data) {
        return write(data.clone(), false);
    }

    /** Writes a text in UTF-8; as {@link #tryCommand(byte[])}. */
    public boolean tryCommand(String text) {
        return write(text.getBytes(StandardCharsets.UTF_8), false);
    }

    private boolean write(byte[] data, boolean mayWait) {
        Object answer = ask(new Ask.Command(data, mayWait));
        if (answer == Answer.INPUT_CLOSED) {
            throw new IllegalStateException("the input of " + this + " is closed");
        }
        return answer == Answer.OK;
    }

    /**
     * Ends the program's input behind what is queued, and goes on reading its output; OTP has no
     * such thing. Doing it twice is doing it once.
     *
     * @throws IllegalArgumentException when the port is closed
     */
    public void closeInput() {
        ask(new Ask.CloseInput());
    }

    /**
     * Kills the program and what it has started; the port then sees their end as any other, with
     * status 137. OTP has no such thing.
     *
     * @throws IllegalArgumentException when the port is closed
     */
    public void kill() {
        ask(new Ask.Kill());
    }

    /**
     * Closes this port: it ends with {@code normal}. What is queued is still written, and then the
     * program finds the end of its input. Returns when the port has ended. Any process may.
     *
     * @throws IllegalArgumentException when it is closed already
     * @otp erlang:port_close/1
     */
    public void close() {
        try {
            Gen.call(pid, new Ask.Close(), Timeouts.INFINITY, _ -> Object.class);
        } catch (ExitException e) {
            if (!(e.reason() instanceof ExitReason.CallFailed(ExitReason why, _, _, _))) {
                throw e;
            }
            if (why instanceof ExitReason.NoProc) {
                throw closed(e);
            }
        }
    }

    /**
     * Gives this port to another process, which is linked to it and gets what comes from now on.
     * The old owner stays linked until it unlinks. Any process may.
     *
     * @throws IllegalArgumentException when the port is closed, or {@code owner} is dead or of
     *     another node
     * @otp erlang:port_connect/2
     */
    public void connect(Pid owner) {
        if (!owner.isAlive()) {
            throw new IllegalArgumentException("the owner of a port must be alive, was " + owner);
        }
        ask(new Ask.ConnectTo(owner));
    }

    /**
     * {@return what is known about this port; empty when it is closed}
     *
     * @otp erlang:port_info/1
     */
    public Optional<PortInfo> info() {
        try {
            return Optional.of((PortInfo) Objects.requireNonNull(ask(new Ask.Info())));
        } catch (IllegalArgumentException closed) {
            return Optional.empty();
        }
    }

    private @Nullable Object ask(Ask what) {
        try {
            return Gen.call(pid, what, Timeouts.INFINITY, _ -> Object.class);
        } catch (ExitException e) {
            throw e.reason() instanceof ExitReason.CallFailed ? closed(e) : e;
        }
    }

    private IllegalArgumentException closed(ExitException why) {
        return new IllegalArgumentException(this + " is closed", why);
    }

    /**
     * Takes the oldest output of this port out of the mailbox, and leaves everything else; waits
     * for it.
     *
     * @throws IllegalStateException when nothing is left and the port is closed, or the caller is
     *     no process
     */
    public Output receive() {
        return receive(Timeouts.INFINITY).orElseThrow();
    }

    /**
     * As {@link #receive()}; empty when {@code after} has passed.
     *
     * @throws IllegalArgumentException when {@code after} is negative
     * @throws IllegalStateException when nothing is left and the port is closed, or the caller is
     *     no process
     */
    public Optional<Output> receive(Duration after) {
        Timeouts.check(after, "after");
        Ref end = Processes.monitor(pid);
        try {
            Optional<Event> found = Processes.receive(message -> own(message, end), after);
            return found.map(event -> {
                if (event instanceof Output output) {
                    return output;
                }
                throw new IllegalStateException(this + " is closed");
            });
        } finally {
            Processes.demonitor(end);
        }
    }

    private Match<Event> own(Object message, Ref end) {
        return switch (message) {
            case Output output when output.port().equals(this) -> Match.take(output);
            case Down down when down.isFor(end) -> Match.take(new Closed(this));
            default -> Match.skip();
        };
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Port port && pid.equals(port.pid);
    }

    @Override
    public int hashCode() {
        return pid.hashCode();
    }

    @Override
    public String toString() {
        return "port " + pid;
    }
}
