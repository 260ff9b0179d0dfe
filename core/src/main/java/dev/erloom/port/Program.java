// SPDX-License-Identifier: Apache-2.0
package dev.erloom.port;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A running program, and the threads that read and write its pipes.
 *
 * <p>A read or write of a pipe cannot be interrupted, and closing the pipe does not wake it. So
 * these are plain threads that nobody waits for: they end when the program closes its end of the
 * pipe. A reader whose port is closed ends with the next byte at the latest, and closes the pipe.
 *
 * <p>The threads are no virtual ones, because a blocked pipe takes a carrier each, and after 256
 * there are none left (docs/adr/0012).
 *
 * <p>When a program has exited the JDK takes what its output holds just then, and closes the pipe,
 * although programs that it has started may write on. It needs the lock of the stream for that: a
 * reader keeps it, from the start of the program to the end of the pipe. Only a program that exits
 * within that start gets ahead of it.
 */
final class Program {
    private static final int PIPE = 65_536;
    private static final byte[] END = new byte[0];

    private final Launch launch;
    private final BlockingQueue<byte[]> queue = new LinkedBlockingQueue<>();

    /** Null once the port is closed. */
    private volatile @Nullable Consumer<PipeEvent> port;

    /** Both under the lock of this object. */
    private @Nullable Process process;

    private boolean isWriting;

    Program(Launch launch, Consumer<PipeEvent> port) {
        this.launch = launch;
        this.port = port;
    }

    /** Starts the program on the thread that will read its output. */
    void start() {
        thread("start", this::run).start();
    }

    private Thread thread(String what, Runnable body) {
        return Thread.ofPlatform()
                .daemon()
                .inheritInheritableThreadLocals(false)
                .name("erloom-port-" + what + " " + launch.name())
                .unstarted(body);
    }

    private boolean tell(PipeEvent event) {
        Consumer<PipeEvent> listener = port;
        if (listener != null) {
            listener.accept(event);
        }
        return listener != null;
    }

    private void run() {
        Process started;
        try {
            started = launch.start();
        } catch (PortException failed) {
            tell(new PipeEvent.NotStarted(failed));
            return;
        }
        InputStream output = started.getInputStream();
        synchronized (output) {
            begin(started);
            if (launch.options().reads()) {
                read(output, PipeEvent.Output::new);
            }
        }
    }

    private void begin(Process started) {
        boolean isClosed;
        synchronized (this) {
            process = started;
            isClosed = port == null;
        }
        tell(new PipeEvent.Started(started.pid()));
        Thread.ofVirtual().start(() -> awaitExit(started));
        if (launch.options().stderr() == Stderr.SEPARATE) {
            thread("errors", () -> read(started.getErrorStream(), PipeEvent.Errors::new)).start();
        }
        if (isClosed) {
            close();
        } else if (!queue.isEmpty()) { // by messages that came before the program ran
            startWriter();
        }
    }

    /** Not by {@code onExit}: its pool would wait for the lock that a reader keeps. */
    private void awaitExit(Process started) {
        try {
            tell(new PipeEvent.Exited(started.waitFor()));
        } catch (InterruptedException e) { // by nobody: the thread is our own
            Thread.currentThread().interrupt();
        }
    }

    private void read(InputStream pipe, Function<byte[], PipeEvent> event) {
        byte[] buffer = new byte[PIPE];
        synchronized (pipe) {
            try (pipe) {
                int count = pipe.read(buffer);
                while (count >= 0 && tell(event.apply(Arrays.copyOf(buffer, count)))) {
                    count = pipe.read(buffer);
                }
            } catch (IOException broken) { // nothing more comes: its end, as for the BEAM
                tell(new PipeEvent.EndOfPipe());
                return;
            }
            tell(new PipeEvent.EndOfPipe());
        }
    }

    /** Queues bytes for the program's input. */
    void write(byte[] bytes) {
        queue.add(bytes);
        startWriter();
    }

    /** Ends the program's input behind what is queued. */
    void closeInput() {
        queue.add(END);
        startWriter();
    }

    /** The first to need it starts the writer; before the program runs {@link #close} does. */
    private synchronized void startWriter() {
        Process running = process;
        if (running != null && !isWriting && launch.options().writes()) {
            isWriting = true;
            thread("input", () -> write(running.getOutputStream())).start();
        }
    }

    @SuppressWarnings("ReferenceEquality") // END is a mark, an empty array of a user is not
    private void write(OutputStream pipe) {
        try (pipe) {
            byte[] bytes = queue.take();
            while (bytes != END) {
                writeInSlices(pipe, bytes);
                bytes = queue.take();
            }
        } catch (IOException broken) {
            tell(new PipeEvent.BrokenPipe());
        } catch (InterruptedException e) { // by nobody: the thread is our own
            Thread.currentThread().interrupt();
        }
    }

    private void writeInSlices(OutputStream pipe, byte[] bytes) throws IOException {
        for (int at = 0; at < bytes.length; at += PIPE) {
            int count = Math.min(PIPE, bytes.length - at);
            pipe.write(bytes, at, count);
            pipe.flush();
            tell(new PipeEvent.Written(count));
        }
    }

    /**
     * Lets go of the program, which finds the end of its input behind what is queued, or is killed.
     * Does not wait.
     */
    void close() {
        port = null;
        if (launch.options().killsProgram()) {
            kill();
        }
        closeInput();
    }

    /** Kills the program and everything that it has started and that still has it as ancestor. */
    void kill() {
        Process running = running();
        if (running != null && running.isAlive()) {
            List<ProcessHandle> started = running.descendants().toList();
            running.toHandle().destroyForcibly();
            started.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private synchronized @Nullable Process running() {
        return process;
    }
}
