// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import static dev.erloom.process.ExitReason.KILL;
import static dev.erloom.process.ExitReason.KILLED;
import static dev.erloom.process.Extras.awaitParked;
import static dev.erloom.process.Extras.doomed;
import static dev.erloom.process.Extras.drop;
import static dev.erloom.process.Extras.idle;
import static dev.erloom.process.Extras.inside;
import static dev.erloom.process.Extras.ready;
import static dev.erloom.process.Processes.alias;
import static dev.erloom.process.Processes.demonitor;
import static dev.erloom.process.Processes.link;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.register;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.sendAfter;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.process.Processes.spawnMonitor;
import static dev.erloom.process.Processes.trapExits;
import static dev.erloom.process.Processes.unlink;
import static dev.erloom.testing.InProcess.mailbox;
import static dev.erloom.testing.TestNode.onNode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.erloom.process.Extras.Gate;
import dev.erloom.process.Processes.Spawned;
import dev.erloom.testing.Forever;
import dev.erloom.testing.ManualClock;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * R1 to R5 of the runtime protocol: how a fatal signal reaches a process. Time stands still, so
 * that nothing here ends because its grace is over.
 */
class DoomTest {
    private static final ExitReason BYE = ExitReason.of("bye");
    private static final Duration LONG = Duration.ofDays(1);

    private final ManualClock clock = new ManualClock();

    /** Where a process can be blocked: in the library, or in what Java lets be interrupted. */
    private static Map<String, ProcessBody> waits() {
        return Map.ofEntries(
                Map.entry("receive", Processes::receive),
                Map.entry("receive with a time-out", () -> receive(LONG)),
                Map.entry("receive of a type", () -> receive(String.class)),
                Map.entry("receive of a reference", () -> receive(monitor(self()))),
                Map.entry("sleep", () -> Processes.sleep(LONG)),
                Map.entry(
                        "call",
                        () -> {
                            Pid silent = spawn(Forever::sleep);
                            try {
                                Gen.call(silent, "request", LONG, _ -> Object.class);
                            } finally {
                                silent.exit(KILL);
                            }
                        }),
                Map.entry("Thread.sleep", Forever::sleep),
                Map.entry("lockInterruptibly", () -> lockedElsewhere().lockInterruptibly()),
                Map.entry("Future.get", () -> new CompletableFuture<>().get()),
                Map.entry("Object.wait", DoomTest::waitForNothing),
                Map.entry("BlockingQueue.take", () -> new LinkedBlockingQueue<>().take()));
    }

    @SuppressWarnings("WaitNotInLoop") // nobody ever notifies
    private static void waitForNothing() throws InterruptedException {
        Object lock = new Object();
        synchronized (lock) {
            lock.wait();
        }
    }

    private static ReentrantLock lockedElsewhere() throws InterruptedException {
        ReentrantLock lock = new ReentrantLock();
        Thread.ofPlatform().daemon().start(lock::lock).join();
        return lock;
    }

    private static void readChannel() throws Exception {
        try (ServerSocketChannel server =
                        ServerSocketChannel.open().bind(new InetSocketAddress("localhost", 0));
                SocketChannel client = SocketChannel.open(server.getLocalAddress())) {
            client.read(ByteBuffer.allocate(1));
        }
    }

    private static void readSocket() throws Exception {
        try (ServerSocket server = new ServerSocket(0);
                Socket client = new Socket("localhost", server.getLocalPort())) {
            client.getInputStream().read();
        }
    }

    @DisplayName("EX-20 R2 a fatal signal ends a process that is blocked")
    @TestFactory
    Stream<DynamicTest> fatal_signal_reaches_a_blocked_process() {
        return Stream.concat(
                waits().entrySet().stream()
                        .flatMap(wait ->
                                Stream.of(
                                        reaches(
                                                wait.getKey(),
                                                wait.getValue(),
                                                with -> with,
                                                "virtual"),
                                        reaches(
                                                wait.getKey(),
                                                wait.getValue(),
                                                SpawnOptions::onPlatformThread,
                                                "platform"))),
                Stream.of(
                        reaches("a socket's read", DoomTest::readSocket, with -> with, "virtual"),
                        reaches(
                                "a channel's read",
                                DoomTest::readChannel,
                                with -> with,
                                "virtual")));
    }

    private static DynamicTest reaches(
            String what, ProcessBody wait, UnaryOperator<SpawnOptions> with, String thread) {
        return DynamicTest.dynamicTest(
                "EX-20 " + what + ", " + thread + " thread",
                () -> {
                    onNode(
                            new ManualClock(),
                            () -> {
                                for (ExitReason reason : List.of(BYE, KILL)) {
                                    Spawned child = spawnMonitor(wait, with, monitor -> monitor);
                                    awaitParked(child.pid());
                                    child.pid().exit(reason);

                                    assertThat(receive(child.ref()).reason())
                                            .isEqualTo(reason.equals(KILL) ? KILLED : reason);
                                }
                                assertThat(Node.current().zombies()).isZero();
                            });
                });
    }

    @DisplayName("R1 a link with a doomed process is accepted and fires with the real reason")
    @Test
    void link_with_a_doomed_process() {
        onNode(
                clock,
                () -> {
                    trapExits(true);
                    Gate gate = new Gate();
                    Pid pid = doomed(gate, KILL);
                    link(pid);
                    assertThat(mailbox()).isEmpty();
                    gate.open();

                    assertThat(receive()).isEqualTo(new Exit(pid, KILLED));
                });
    }

    @DisplayName("R1 a process that was killed before its body ran never runs it")
    @Test
    void body_of_a_doomed_process_does_not_run() {
        onNode(
                clock,
                () -> {
                    Pid me = self();
                    ProcessImpl process =
                            ((NodeImpl) Node.current())
                                    .prepare(() -> me.send("ran"), SpawnOptions.DEFAULT, me);
                    Ref ref = monitor(process.pid);
                    process.pid.exit(KILL);
                    process.start();

                    assertThat(receive()).isEqualTo(new Down(ref, process.pid, KILLED));
                });
    }

    @DisplayName("R3 a process in a wait of the library is woken without an interrupt")
    @Test
    void library_wait_is_not_interrupted() {
        onNode(
                clock,
                () -> {
                    LinkedBlockingQueue<Boolean> interrupted = new LinkedBlockingQueue<>();
                    Pid pid =
                            ready(() -> {
                                try {
                                    drop();
                                } finally {
                                    interrupted.add(Thread.interrupted());
                                    inside(self()).absorbInterrupt();
                                    interrupted.add(Thread.interrupted());
                                }
                            });
                    awaitParked(pid);
                    Extras.end(pid, BYE);

                    assertThat(interrupted).containsExactly(false, false);
                });
    }

    @DisplayName("R3 a signal that is trapped does not interrupt")
    @Test
    void trapped_signal_does_not_interrupt() {
        onNode(
                clock,
                () -> {
                    Pid me = self();
                    CountDownLatch latch = new CountDownLatch(1);
                    Pid pid =
                            spawn(() -> {
                                trapExits(true);
                                me.send("waits");
                                latch.await();
                                me.send(receive());
                            });
                    receive();
                    awaitParked(pid);
                    pid.exit(BYE);
                    latch.countDown();

                    assertThat(receive()).isEqualTo(new Exit(me, BYE));
                });
    }

    @DisplayName("R3 clean-up can do I/O on a channel after a doom that interrupted")
    @Test
    void clean_up_can_do_io(@TempDir Path folder) throws Exception {
        try (FileChannel shared =
                FileChannel.open(
                        folder.resolve("log"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE)) {
            onNode(
                    clock,
                    () -> {
                        Pid me = self();
                        Spawned child =
                                spawnMonitor(() -> {
                                    me.send("computes");
                                    while (!Thread.currentThread().isInterrupted()) {
                                        Thread.onSpinWait();
                                    }
                                    try {
                                        receive();
                                    } finally {
                                        shared.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
                                    }
                                });
                        receive();
                        child.pid().exit(BYE);

                        assertThat(receive(child.ref()).reason()).isEqualTo(BYE);
                    });

            assertThat(shared.isOpen()).isTrue();
            assertThat(shared.size()).isEqualTo(3);
        }
    }

    @DisplayName("R3 kill interrupts clean-up once more, and so does the deadline")
    @Test
    void kill_and_deadline_interrupt_again() {
        onNode(
                clock,
                () -> {
                    LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();
                    Pid pid =
                            ready(() -> {
                                try {
                                    drop();
                                } finally {
                                    told.add("cleans up");
                                    told.add("interrupted: " + isSleepInterrupted());
                                    told.add("interrupted: " + isSleepInterrupted());
                                }
                            });
                    Ref ref = monitor(pid);
                    pid.exit(BYE);
                    assertThat(told.take()).isEqualTo("cleans up");
                    awaitParked(pid);
                    pid.exit(KILL);
                    assertThat(told.take()).isEqualTo("interrupted: true");
                    awaitParked(pid);
                    clock.advance(Duration.ofSeconds(1));
                    assertThat(told.take()).isEqualTo("interrupted: true");

                    assertThat(receive(ref).reason()).isEqualTo(BYE);
                    assertThat(Node.current().zombies()).isZero();
                });
    }

    private static boolean isSleepInterrupted() {
        try {
            Forever.sleep();
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }

    @DisplayName("R3 withoutInterrupts a fatal signal waits for the next library call")
    @Test
    void without_interrupts() {
        onNode(
                clock,
                () -> {
                    Pid me = self();
                    CountDownLatch latch = new CountDownLatch(1);
                    LinkedBlockingQueue<String> passed = new LinkedBlockingQueue<>();
                    Spawned child =
                            spawnMonitor(
                                    () -> {
                                        me.send("waits");
                                        latch.await();
                                        passed.add("not interrupted");
                                        receive();
                                    },
                                    SpawnOptions::withoutInterrupts,
                                    monitor -> monitor);
                    receive();
                    awaitParked(child.pid());
                    child.pid().exit(BYE);
                    latch.countDown();

                    assertThat(receive(child.ref()).reason()).isEqualTo(BYE);
                    assertThat(passed).containsExactly("not interrupted");
                });
    }

    @DisplayName("R3 withoutInterrupts a wait of the library is still left at once")
    @Test
    void without_interrupts_in_a_library_wait() {
        onNode(
                clock,
                () -> {
                    Pid pid = idle(SpawnOptions::withoutInterrupts);
                    awaitParked(pid);
                    Extras.end(pid, BYE);

                    assertThat(pid.isAlive()).isFalse();
                });
    }

    @DisplayName("R5 in a doomed process every wait, send, spawn and call throws an error")
    @TestFactory
    Stream<DynamicTest> doomed_process_cannot_call() {
        Map<String, ProcessBody> calls =
                Map.ofEntries(
                        Map.entry("receive", Processes::receive),
                        Map.entry("receive at once", () -> receive(Duration.ZERO)),
                        Map.entry("receive of a type", () -> receive(String.class, Duration.ZERO)),
                        Map.entry("sleep", () -> Processes.sleep(Duration.ZERO)),
                        Map.entry("send", () -> self().send("x")),
                        Map.entry("send to a name", () -> RegisteredName.local("name").send("x")),
                        Map.entry("send to an alias", () -> newRef().send("x")),
                        Map.entry("spawn", () -> spawn(() -> {})),
                        Map.entry("spawnLink", () -> Processes.spawnLink(() -> {})),
                        Map.entry("spawnMonitor", () -> spawnMonitor(() -> {})),
                        Map.entry("node.run", () -> Node.current().run(() -> {})),
                        Map.entry("call", () -> Gen.call(self(), "x", LONG, _ -> String.class)),
                        Map.entry("cast", () -> Gen.cast(self(), "x")),
                        Map.entry("stop", () -> Gen.stop(self(), BYE, LONG)),
                        Map.entry(
                                "start", () -> ProcLib.start(_ -> {}, ProcLib.Options.linked("x"))),
                        Map.entry("link", () -> link(self())),
                        Map.entry("monitor", () -> monitor(self())),
                        Map.entry("alias", Processes::alias),
                        Map.entry("register", () -> register("other")),
                        Map.entry("sendAfter", () -> sendAfter(LONG, "x")),
                        Map.entry("trapExits", () -> trapExits(true)));
        return calls.entrySet().stream()
                .map(call ->
                        DynamicTest.dynamicTest(
                                "R5 " + call.getKey(),
                                () -> {
                                    onNode(
                                            clock,
                                            () -> {
                                                LinkedBlockingQueue<Throwable> thrown =
                                                        new LinkedBlockingQueue<>();
                                                Pid pid =
                                                        inCleanUp(() -> {
                                                            assertThatThrownBy(call.getValue()::run)
                                                                    .satisfies(thrown::add);
                                                        });
                                                Extras.end(pid, BYE);

                                                assertThat(thrown)
                                                        .singleElement()
                                                        .satisfies(error -> {
                                                            assertThat(error)
                                                                    .isInstanceOf(DoomError.class)
                                                                    .isNotInstanceOf(
                                                                            Exception.class)
                                                                    .hasMessage(
                                                                            pid
                                                                                    + " is ending: bye");
                                                        });
                                            });
                                }));
    }

    private static Ref newRef() {
        return ((NodeImpl) Node.current()).newRef();
    }

    /** {@return a process that runs {@code cleanUp} when it ends} */
    private static Pid inCleanUp(ProcessBody cleanUp) {
        return ready(() -> {
            try {
                drop();
            } finally {
                cleanUp.run();
            }
        });
    }

    @DisplayName("R5 a doomed process may take back, close, print, and answer what it was asked")
    @Test
    void doomed_process_may_clean_up() {
        onNode(
                clock,
                () -> {
                    LinkedBlockingQueue<Object> told = new LinkedBlockingQueue<>();
                    Pid partner = idle();
                    Pid pid =
                            ready(() -> {
                                register("name");
                                link(partner);
                                Ref monitor = monitor(partner);
                                Ref alias = alias();
                                Ref timer = sendAfter(LONG, "x");
                                Node other = Node.start();
                                Processes.parent().orElseThrow().send(new Extras.Ready(self()));
                                GenCall call = receive(GenCall.class);
                                try {
                                    receive();
                                } finally {
                                    Processes.unregister("name");
                                    unlink(partner);
                                    told.add(demonitor(monitor));
                                    told.add(Processes.unalias(alias));
                                    told.add(Processes.cancelTimer(timer).isPresent());
                                    told.add(self().toString());
                                    other.close();
                                    call.reply("reply");
                                }
                            });
                    CompletableFuture<Object> reply = new CompletableFuture<>();
                    Pid caller =
                            spawn(() ->
                                    reply.complete(
                                            Gen.call(pid, "request", LONG, _ -> Object.class)));
                    awaitParked(caller);
                    awaitParked(pid);
                    Extras.end(pid, BYE);

                    assertThat(told).containsExactly(true, true, true, pid.toString());
                    assertThat(reply.get()).isEqualTo("reply");
                    assertThat(partner.isAlive()).isTrue();
                });
    }
}
