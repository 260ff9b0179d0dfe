// SPDX-License-Identifier: Apache-2.0
package dev.erloom.port;

import dev.erloom.process.Down;
import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Gen;
import dev.erloom.process.GenCall;
import dev.erloom.process.Match;
import dev.erloom.process.Pid;
import dev.erloom.process.ProcessBody;
import dev.erloom.process.Processes;
import dev.erloom.process.Ref;
import dev.erloom.process.Timeouts;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Optional;

/**
 * Runs a program to its end, in a process of its own: it owns the port, so that nothing of it shows
 * up in the caller's mailbox, and it goes when the caller does.
 */
final class Cmd implements ProcessBody {
    private final String program;
    private final CmdOptions options;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    private Cmd(String program, CmdOptions options) {
        this.program = program;
        this.options = options;
    }

    static CmdResult run(String program, CmdOptions options) {
        Pid worker = Processes.spawn(new Cmd(program, options));
        Object answer;
        try {
            answer = Gen.call(worker, program, Timeouts.INFINITY, _ -> Object.class);
        } finally {
            worker.exit(ExitReason.SHUTDOWN);
        }
        return switch (answer) {
            case CmdResult result -> result;
            case PortException failed -> throw failed;
            case null, default ->
                    throw new ExitException(
                            new ExitReason.CallFailed(
                                    ExitReason.TIMEOUT, "cmd", program, options.timeout()));
        };
    }

    @Override
    public void run() {
        GenCall caller = Processes.receive(GenCall.class);
        Ref end = Processes.monitor(caller.caller());
        Port port;
        try {
            port = Port.open(program, _ -> options.port());
        } catch (PortException failed) {
            caller.reply(failed);
            return;
        }
        feed(port);
        Optional<Integer> status = collect(port, end);
        if (status.isEmpty()) {
            port.close();
            caller.reply(ExitReason.TIMEOUT);
        } else {
            caller.reply(new CmdResult(output.toByteArray(), errors.toByteArray(), status.get()));
        }
    }

    private void feed(Port port) {
        try {
            port.command(options.input());
            port.closeInput();
        } catch (IllegalArgumentException over) { // it has ended; its output waits in the mailbox
            return;
        } catch (IllegalStateException brokenPipe) { // it does not read to the end
            return;
        }
    }

    /** {@return the exit status; empty when the time is up} */
    private Optional<Integer> collect(Port port, Ref callerEnd) {
        Duration until =
                options.timeout().equals(Timeouts.INFINITY)
                        ? Timeouts.INFINITY
                        : Processes.monotonicTime().plus(options.timeout());
        while (true) {
            Object next =
                    Processes.receive(message -> mine(message, port, callerEnd), left(until))
                            .orElse(null);
            switch (next) {
                case Port.Data(_, byte[] bytes, Port.Kind kind) ->
                        (kind == Port.Kind.ERROR ? errors : output).writeBytes(bytes);
                case Port.ExitStatus(_, int status) -> {
                    return Optional.of(status);
                }
                case null, default -> {
                    return Optional.empty();
                }
            }
        }
    }

    private static Match<Object> mine(Object message, Port port, Ref callerEnd) {
        return switch (message) {
            case Port.Output output when output.port().equals(port) -> Match.take(output);
            case Down down when down.isFor(callerEnd) -> Match.take(down);
            default -> Match.skip();
        };
    }

    private static Duration left(Duration until) {
        if (until.equals(Timeouts.INFINITY)) {
            return until;
        }
        Duration left = until.minus(Processes.monotonicTime());
        return left.isNegative() ? Duration.ZERO : left;
    }
}
