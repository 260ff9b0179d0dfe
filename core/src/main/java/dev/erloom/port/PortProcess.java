// SPDX-License-Identifier: Apache-2.0
package dev.erloom.port;

import dev.erloom.port.Frames.Frame;
import dev.erloom.process.Atom;
import dev.erloom.process.Exit;
import dev.erloom.process.ExitReason;
import dev.erloom.process.GenCall;
import dev.erloom.process.Pid;
import dev.erloom.process.ProcessBody;
import dev.erloom.process.Processes;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** What the process of a port runs. It only waits for messages: pipes are read by others. */
final class PortProcess implements ProcessBody {

    /** What a port is asked by the methods of {@link Port}. */
    sealed interface Ask {
        /** Start the program; the answer is OK or the exception. */
        record Open() implements Ask {}

        /** Write; the answer is OK, BUSY or INPUT_CLOSED. */
        @SuppressWarnings("ArrayRecordComponent") // a message is not compared
        record Command(byte[] data, boolean mayWait) implements Ask {}

        /** End the program's input; the answer is OK. */
        record CloseInput() implements Ask {}

        /** Send to somebody else from now on; the answer is OK. */
        record ConnectTo(Pid next) implements Ask {}

        /** Kill the program; the answer is OK. */
        record Kill() implements Ask {}

        /** The answer is a {@link PortInfo}. */
        record Info() implements Ask {}

        /** End; the end is the answer. */
        record Close() implements Ask {}
    }

    /** How a port answers. */
    enum Answer {
        OK,
        BUSY,
        INPUT_CLOSED
    }

    private static final ExitReason EINVAL = ExitReason.of(new Atom("einval"));
    private static final ExitReason EPIPE = ExitReason.of(new Atom("epipe"));
    private static final ExitReason EBADF = ExitReason.of(new Atom("ebadf"));
    private static final ExitReason BADSIG = ExitReason.of(new Atom("badsig"));

    private final Launch launch;
    private final PortOptions options;
    private final Frames output;
    private final Frames errors = Frames.ofErrors();
    private final Backlog backlog;
    private final Queue<GenCall> waiting = new ArrayDeque<>();
    private Pid owner;
    private @Nullable GenCall opening;
    private boolean inputClosed;
    private int openPipes;
    private @Nullable Integer status;
    private boolean hasEnded;
    private long osPid;
    private long input;
    private long accepted;

    PortProcess(Launch launch, Pid owner) {
        this.launch = launch;
        this.options = launch.options();
        this.owner = owner;
        this.output = Frames.of(options.framing());
        this.backlog = new Backlog(options.limits());
        this.openPipes = (options.reads() ? 1 : 0) + (options.stderr() == Stderr.SEPARATE ? 1 : 0);
    }

    @Override
    public void run() {
        Processes.trapExits(true);
        Processes.link(owner); // again: an owner that ended before exits were trapped is seen now
        Pid self = Processes.self();
        Port port = new Port(self);
        Program program = new Program(launch, self::send);
        try {
            while (true) {
                switch (Processes.receive()) {
                    case PipeEvent event -> happened(event, port, program);
                    case GenCall call -> asked(call, port, program);
                    case PortRequest request -> requested(request, port, program);
                    case Exit(Pid from, ExitReason reason) -> exitSignal(from, reason);
                    case Object stray -> badSignal();
                }
            }
        } finally {
            program.close();
        }
    }

    /** The normal end of a partner means nothing, except that of the owner. */
    private void exitSignal(Pid from, ExitReason reason) {
        if (from.equals(owner) || !(reason instanceof ExitReason.Normal)) {
            throw Processes.exit(reason);
        }
    }

    /** What OTP does with a message that is not the owner's; the port goes on. */
    private void badSignal() {
        owner.exit(BADSIG);
    }

    // The program

    private void happened(PipeEvent event, Port port, Program program) {
        switch (event) {
            case PipeEvent.Started(long pid) -> {
                osPid = pid;
                answerOpening(Answer.OK);
            }
            case PipeEvent.NotStarted(PortException why) -> {
                answerOpening(why);
                throw Processes.exit(ExitReason.NORMAL);
            }
            case PipeEvent.Output(byte[] bytes) -> read(output, bytes, port);
            case PipeEvent.Errors(byte[] bytes) -> read(errors, bytes, port);
            case PipeEvent.EndOfPipe() -> {
                openPipes--;
                endIfDone(port);
            }
            case PipeEvent.Exited(int value) -> {
                status = value;
                endIfDone(port);
            }
            case PipeEvent.Written(int bytes) -> {
                backlog.written(bytes);
                admit(program);
            }
            case PipeEvent.BrokenPipe() -> brokenPipe();
        }
    }

    private void answerOpening(Object answer) {
        if (opening != null) {
            opening.reply(answer);
            opening = null;
        }
    }

    private void read(Frames frames, byte[] bytes, Port port) {
        input += bytes.length;
        try {
            tell(frames.feed(bytes), port);
        } catch (Frames.TooLong e) {
            throw Processes.exit(EINVAL);
        }
    }

    private void tell(List<Frame> frames, Port port) {
        for (Frame frame : frames) {
            owner.send(new Port.Data(port, frame.bytes(), frame.kind()));
        }
    }

    /** All data first, then the status if that is asked for, then the end. */
    private void endIfDone(Port port) {
        boolean waitsForStatus = options.wantsExitStatus() || !options.reads();
        if (hasEnded || openPipes > 0 || (waitsForStatus && status == null)) {
            return;
        }
        hasEnded = true;
        tell(output.end(), port);
        if (options.wantsExitStatus() && status != null) {
            owner.send(new Port.ExitStatus(port, status));
        }
        if (!options.wantsEof()) {
            throw Processes.exit(ExitReason.NORMAL);
        }
        owner.send(new Port.Eof(port));
    }

    private void brokenPipe() {
        if (!options.takesBrokenPipe()) {
            throw Processes.exit(EPIPE);
        }
        refuseInput();
    }

    private void refuseInput() {
        inputClosed = true;
        waiting.forEach(call -> call.reply(Answer.INPUT_CLOSED));
        waiting.clear();
    }

    // Calls and messages

    private void asked(GenCall call, Port port, Program program) {
        switch (call.request()) {
            case Ask.Open() -> {
                opening = call;
                program.start();
            }
            case Ask.Command(byte[] data, boolean mayWait) -> {
                if (inputClosed) {
                    call.reply(Answer.INPUT_CLOSED);
                } else if (!backlog.isBusy()) {
                    call.reply(Answer.OK); // first: what cannot be written ends the port instead
                    write(data, program);
                } else if (mayWait) {
                    waiting.add(call);
                } else {
                    call.reply(Answer.BUSY);
                }
            }
            case Ask.CloseInput() -> {
                if (!inputClosed) {
                    refuseInput();
                    program.closeInput();
                }
                call.reply(Answer.OK);
            }
            case Ask.ConnectTo(Pid next) -> {
                connect(next);
                call.reply(Answer.OK);
            }
            case Ask.Kill() -> {
                program.kill();
                call.reply(Answer.OK);
            }
            case Ask.Info() -> call.reply(info(port));
            case Ask.Close() -> throw Processes.exit(ExitReason.NORMAL);
            default -> badSignal();
        }
    }

    private void requested(PortRequest request, Port port, Program program) {
        if (!request.owner().equals(owner)) {
            badSignal();
            return;
        }
        switch (request) {
            case PortRequest.Command(_, byte[] data) -> {
                if (!inputClosed) {
                    write(data, program);
                }
            }
            case PortRequest.Connect(Pid before, Pid next) -> {
                connect(next);
                before.send(new Port.Connected(port));
            }
            case PortRequest.Close(Pid sender) -> {
                announceEnd(port, sender);
                throw Processes.exit(ExitReason.NORMAL);
            }
        }
    }

    /** OTP sends {@code closed} behind the exit signal; a process that ends cannot. */
    private static void announceEnd(Port port, Pid to) {
        Processes.spawn(() -> {
            Processes.receive(Processes.monitor(port.pid()));
            to.send(new Port.Closed(port));
        });
    }

    private void connect(Pid next) {
        owner = next;
        Processes.link(next);
    }

    private PortInfo info(Port port) {
        return new PortInfo(
                launch.name(), port.pid().id(), owner, input, accepted, backlog.queued(), osPid);
    }

    private void write(byte[] data, Program program) {
        if (!options.writes()) {
            throw Processes.exit(EBADF);
        }
        byte[] framed;
        try {
            framed = Frames.encode(options.framing(), data);
        } catch (Frames.TooLong e) {
            throw Processes.exit(EINVAL);
        }
        accepted += data.length;
        backlog.add(framed.length);
        program.write(framed);
    }

    private void admit(Program program) {
        while (!backlog.isBusy() && !waiting.isEmpty()) {
            GenCall call = waiting.remove();
            if (call.request() instanceof Ask.Command(byte[] data, _) && !call.isAnswered()) {
                call.reply(Answer.OK);
                write(data, program);
            }
        }
    }
}
