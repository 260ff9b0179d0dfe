// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import static dev.erloom.process.ExitReason.KILL;
import static dev.erloom.process.ExitReason.KILLED;
import static dev.erloom.process.Extras.awaitParked;
import static dev.erloom.process.Extras.idle;
import static dev.erloom.process.Extras.inside;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.register;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.sendAfter;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.process.Processes.spawnMonitor;
import static dev.erloom.process.Processes.whereis;
import static dev.erloom.testing.InProcess.mailbox;
import static dev.erloom.testing.TestNode.onNode;
import static dev.erloom.testing.TestNode.withNode;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.process.Extras.Gate;
import dev.erloom.process.Processes.Spawned;
import dev.erloom.testing.LogCapture;
import dev.erloom.testing.ManualClock;
import dev.erloom.testing.Parked;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** R1, R2 and R4 of the runtime protocol: processes that ignore their fatal signal. */
class ZombieTest {
    private static final ExitReason BYE = ExitReason.of("bye");
    private static final Duration EXIT_GRACE = Duration.ofSeconds(5);
    private static final Duration KILL_GRACE = Duration.ofSeconds(1);

    /** Between the deadline and the burial. */
    private static final Duration LAST_CHANCE = Duration.ofMillis(20);

    private static final Duration NANO = Duration.ofNanos(1);
    private static final Duration LONG = Duration.ofDays(1);

    private final ManualClock clock = new ManualClock();
    private final List<Trap> traps = new ArrayList<>();

    /** A test that fails must not leave a thread behind that runs for ever. */
    @AfterEach
    void open_all_traps() {
        traps.forEach(trap -> trap.release().run());
    }

    private Trap trap(ProcessBody block, Runnable release) {
        Trap trap = new Trap(block, release);
        traps.add(trap);
        return trap;
    }

    /** What no interrupt gets a thread out of, and what does. */
    private record Trap(ProcessBody block, Runnable release) {}

    private Trap loop() {
        AtomicBoolean stop = new AtomicBoolean();
        return trap(
                () -> {
                    while (!stop.get()) {
                        Thread.onSpinWait();
                    }
                },
                () -> stop.set(true));
    }

    private Trap lock() throws InterruptedException {
        ReentrantLock lock = new ReentrantLock();
        return trap(lock::lock, heldElsewhere(lock::lock, lock::unlock));
    }

    private Trap monitorLock() throws InterruptedException {
        Object lock = new Object();
        CountDownLatch held = new CountDownLatch(1);
        Gate gate = new Gate();
        Thread.ofPlatform()
                .daemon()
                .start(() -> {
                    synchronized (lock) {
                        held.countDown();
                        gate.pass();
                    }
                });
        held.await();
        return trap(
                () -> {
                    synchronized (lock) {
                        gate.pass();
                    }
                },
                gate::open);
    }

    private static Runnable heldElsewhere(Runnable take, Runnable leave)
            throws InterruptedException {
        CountDownLatch held = new CountDownLatch(1);
        Gate gate = new Gate();
        Thread.ofPlatform()
                .daemon()
                .start(() -> {
                    take.run();
                    held.countDown();
                    gate.pass();
                    leave.run();
                });
        held.await();
        return gate::open;
    }

    private Trap join() {
        CompletableFuture<String> future = new CompletableFuture<>();
        return trap(future::join, () -> future.complete("done"));
    }

    private Trap uninterruptibly() {
        Gate gate = new Gate();
        return trap(gate::pass, gate::open);
    }

    private Trap pipe() throws Exception {
        Process program = new ProcessBuilder("cat").start();
        return trap(() -> program.getInputStream().read(), program::destroy);
    }

    /** Starts a process in a trap; the caller monitors it. */
    private static Spawned stuck(Trap trap, UnaryOperator<SpawnOptions> with) {
        Pid me = self();
        Spawned child = spawnMonitor(() -> fallInto(trap, me), with, monitor -> monitor);
        receive(Extras.Ready.class);
        return child;
    }

    private static Spawned stuck(Trap trap) {
        return stuck(trap, with -> with);
    }

    private static void fallInto(Trap trap, Pid starter) throws Exception {
        starter.send(new Extras.Ready(self()));
        trap.block().run();
    }

    /** Lets a zombie go and waits until its thread has ended. */
    private static void release(Trap trap, Pid pid) throws InterruptedException {
        trap.release().run();
        inside(pid).thread().join();
    }

    @DisplayName("R2 a process that cannot be interrupted is declared dead when its grace is over")
    @TestFactory
    Stream<DynamicTest> stuck_process_is_declared_dead() {
        Map<String, Callable<Trap>> traps =
                Map.of(
                        "a tight loop", this::loop,
                        "lock()", this::lock,
                        "synchronized", this::monitorLock,
                        "join()", this::join,
                        "acquireUninterruptibly()", this::uninterruptibly,
                        "the pipe of a program", this::pipe);
        return traps.entrySet().stream()
                .map(trap ->
                        DynamicTest.dynamicTest(
                                "R2 " + trap.getKey(),
                                () -> {
                                    isDeclaredDead(trap.getValue().call());
                                }));
    }

    private static void isDeclaredDead(Trap trap) {
        ManualClock clock = new ManualClock();
        onNode(
                clock,
                () -> {
                    try (LogCapture log = LogCapture.ofCore()) {
                        Spawned child = stuck(trap);
                        child.pid().exit(BYE);
                        clock.advance(EXIT_GRACE.plus(LAST_CHANCE).minus(NANO));
                        assertThat(Node.current().zombies()).isZero();
                        assertThat(mailbox()).isEmpty();
                        clock.advance(NANO);

                        assertThat(receive(child.ref()).reason()).isEqualTo(BYE);
                        assertThat(child.pid().isAlive()).isFalse();
                        assertThat(Node.current().zombies()).isEqualTo(1);
                        assertThat(log.entries())
                                .singleElement()
                                .satisfies(entry -> {
                                    assertThat(entry.level()).isEqualTo("SEVERE");
                                    assertThat(entry.text())
                                            .contains(child.pid() + " did not end after bye");
                                    assertThat(requireNonNull(entry.thrown()).getStackTrace())
                                            .anyMatch(frame ->
                                                    frame.getMethodName().equals("fallInto"));
                                });
                        release(trap, child.pid());
                        assertThat(Node.current().zombies()).isZero();
                        assertThat(log.entries()).hasSize(1);
                    }
                });
    }

    @DisplayName("R1 isAlive of a process that does not end answers when it is declared dead")
    @Test
    void is_alive_waits_for_the_grace_at_most() {
        withNode(
                with -> with.clock(clock),
                node -> {
                    Trap trap = uninterruptibly();
                    Pid pid = node.call(() -> stuck(trap).pid());
                    pid.exit(KILL);
                    FutureTask<Boolean> asker = new FutureTask<>(pid::isAlive);
                    Thread thread = Thread.ofPlatform().start(asker);
                    Parked.await(thread);
                    clock.advance(KILL_GRACE.plus(LAST_CHANCE));

                    assertThat(asker.get()).isFalse();
                    release(trap, pid);
                });
    }

    @DisplayName("R2 kill has the shorter grace")
    @Test
    void kill_has_its_own_grace() {
        onNode(
                clock,
                () -> {
                    Trap trap = uninterruptibly();
                    Spawned child = stuck(trap);
                    child.pid().exit(KILL);
                    clock.advance(KILL_GRACE.plus(LAST_CHANCE));

                    assertThat(receive(child.ref()).reason()).isEqualTo(KILLED);
                    release(trap, child.pid());
                });
    }

    @DisplayName("R2 kill shortens the deadline of a doomed process and keeps the reason")
    @Test
    void kill_shortens_the_deadline() {
        onNode(
                clock,
                () -> {
                    Trap trap = uninterruptibly();
                    Spawned child = stuck(trap);
                    child.pid().exit(BYE);
                    clock.advance(KILL_GRACE);
                    child.pid().exit(KILL);
                    clock.advance(KILL_GRACE.plus(LAST_CHANCE).minus(NANO));
                    assertThat(mailbox()).isEmpty();
                    clock.advance(NANO);

                    assertThat(receive(child.ref()).reason()).isEqualTo(BYE);
                    release(trap, child.pid());
                });
    }

    @DisplayName("R2 no later signal gives a process more time")
    @Test
    void deadline_is_never_put_off() {
        onNode(
                clock,
                () -> {
                    Trap trap = uninterruptibly();
                    Spawned child = stuck(trap);
                    child.pid().exit(KILL);
                    clock.advance(KILL_GRACE.minus(NANO));
                    child.pid().exit(KILL);
                    child.pid().exit(BYE);
                    clock.advance(LAST_CHANCE.plus(NANO));

                    assertThat(receive(child.ref()).reason()).isEqualTo(KILLED);
                    release(trap, child.pid());
                });
    }

    @DisplayName("R2 the graces can be set per node and per spawn")
    @Test
    void graces_can_be_set() {
        UnaryOperator<NodeOptions> ofNode =
                with ->
                        with.clock(clock)
                                .exitGrace(Duration.ofMillis(200))
                                .killGrace(Duration.ofMillis(100));
        UnaryOperator<SpawnOptions> own =
                with -> with.exitGrace(Duration.ofMillis(300)).killGrace(Duration.ZERO);
        onNode(
                ofNode,
                () -> {
                    Trap trap = uninterruptibly();
                    List<Spawned> inOrder =
                            List.of(stuck(trap, own), stuck(trap), stuck(trap), stuck(trap, own));
                    inOrder.get(0).pid().exit(KILL);
                    inOrder.get(1).pid().exit(KILL);
                    inOrder.get(2).pid().exit(BYE);
                    inOrder.get(3).pid().exit(BYE);
                    clock.advance(LAST_CHANCE.minus(NANO));
                    for (Spawned next : inOrder) {
                        assertThat(mailbox()).isEmpty();
                        clock.advance(NANO);
                        assertThat(receive(next.ref()).object()).isEqualTo(next.pid());
                        clock.advance(Duration.ofMillis(100).minus(NANO));
                    }
                    for (Spawned child : inOrder) {
                        release(trap, child.pid());
                    }
                });
    }

    @DisplayName("R2 an infinite grace never ends, but kill sets another")
    @Test
    void infinite_grace() {
        onNode(
                clock,
                () -> {
                    Trap trap = uninterruptibly();
                    Spawned child = stuck(trap, with -> with.exitGrace(Timeouts.INFINITY));
                    child.pid().exit(BYE);
                    clock.advance(Duration.ofDays(10_000));
                    assertThat(mailbox()).isEmpty();
                    child.pid().exit(KILL);
                    clock.advance(KILL_GRACE.plus(LAST_CHANCE));

                    assertThat(receive(child.ref()).reason()).isEqualTo(BYE);
                    release(trap, child.pid());
                });
    }

    @DisplayName("R2 a process that ends within its last chance is no zombie")
    @Test
    void last_chance_is_a_chance() {
        onNode(
                clock,
                () -> {
                    Trap trap = uninterruptibly();
                    Spawned child = stuck(trap);
                    child.pid().exit(BYE);
                    clock.advance(EXIT_GRACE);
                    release(trap, child.pid());
                    clock.advance(LAST_CHANCE);

                    assertThat(receive(child.ref()).reason()).isEqualTo(BYE);
                    assertThat(Node.current().zombies()).isZero();
                });
    }

    @DisplayName("R2 processes are declared dead also when tight loops have all carriers")
    @Test
    void tight_loops_on_all_carriers() throws Exception {
        int carriers = Runtime.getRuntime().availableProcessors();
        Trap trap = loop();
        try (LogCapture log = LogCapture.ofCore()) {
            Node node = Node.start(with -> with.killGrace(Duration.ofMillis(10)));
            CountDownLatch running = new CountDownLatch(carriers);
            List<Pid> loops = new ArrayList<>();
            Thread close = Thread.ofPlatform().daemon().unstarted(node::close);
            try {
                for (int i = 0; i < carriers; i++) {
                    loops.add(
                            node.spawn(() -> {
                                running.countDown();
                                trap.block().run();
                            }));
                }
                running.await();
                close.start();

                assertThat(close.join(Duration.ofSeconds(30))).as("the node closes").isTrue();
                assertThat(node.zombies()).isGreaterThanOrEqualTo(carriers);
                assertThat(log.entries()).hasSizeGreaterThanOrEqualTo(carriers);
            } finally {
                trap.release().run();
            }
            for (Pid loop : loops) {
                inside(loop).thread().join();
            }
        }
    }

    @DisplayName("R4 a zombie can do nothing to others")
    @Test
    void zombie_is_refused() {
        onNode(
                clock,
                () -> {
                    Pid me = self();
                    Pid other = idle();
                    register("tester");
                    LinkedBlockingQueue<String> refused = new LinkedBlockingQueue<>();
                    LinkedBlockingQueue<String> accepted = new LinkedBlockingQueue<>();
                    Map<String, ProcessBody> calls =
                            Map.of(
                                    "send", () -> me.send("from a zombie"),
                                    "send by name", () -> RegisteredName.local("tester").send("x"),
                                    "cast", () -> Gen.cast(me, "from a zombie"),
                                    "call", () -> Gen.call(other, "x", LONG, _ -> Object.class),
                                    "exit", () -> other.exit(KILL),
                                    "spawn", () -> spawn(() -> me.send("from a zombie's child")),
                                    "monitor", () -> monitor(other),
                                    "link", () -> Processes.link(other),
                                    "sendAfter", () -> sendAfter(NANO, me, "from a zombie"),
                                    "register", () -> register("zombie"));
                    Gate gate = new Gate();
                    ProcessBody haunt =
                            () -> {
                                gate.pass();
                                calls.forEach((name, call) -> {
                                    try {
                                        call.run();
                                        accepted.add(name);
                                    } catch (DoomError refusal) {
                                        refused.add(name);
                                    } catch (Exception e) {
                                        accepted.add(name + ": " + e);
                                    }
                                });
                            };
                    Trap trap = trap(haunt, gate::open);
                    Spawned child = stuck(trap);
                    child.pid().exit(BYE);
                    clock.advance(EXIT_GRACE.plus(LAST_CHANCE));
                    receive(child.ref());
                    release(trap, child.pid());
                    clock.advance(LONG);

                    assertThat(accepted).isEmpty();
                    assertThat(refused).containsExactlyInAnyOrderElementsOf(calls.keySet());
                    assertThat(mailbox()).isEmpty();
                    assertThat(other.isAlive()).isTrue();
                    assertThat(whereis("zombie")).isEmpty();
                });
    }

    @DisplayName("R4 a zombie that catches everything is slowed down, so that it burns no carrier")
    @ParameterizedTest(name = "R4 it interrupts itself: {0}")
    @ValueSource(booleans = {false, true})
    void zombie_that_catches_everything_is_slowed_down(boolean interrupts) {
        onNode(
                clock,
                () -> {
                    AtomicBoolean stop = new AtomicBoolean();
                    AtomicBoolean measure = new AtomicBoolean();
                    LinkedBlockingQueue<Long> times = new LinkedBlockingQueue<>();
                    Trap trap =
                            trap(
                                    () -> {
                                        while (!stop.get()) {
                                            try {
                                                receive();
                                            } catch (DoomError swallowed) {
                                                if (interrupts) {
                                                    Thread.currentThread().interrupt();
                                                }
                                                if (measure.get()) {
                                                    times.add(System.nanoTime());
                                                }
                                            }
                                        }
                                    },
                                    () -> stop.set(true));
                    Spawned child = stuck(trap);
                    child.pid().exit(BYE);
                    clock.advance(EXIT_GRACE.plus(LAST_CHANCE));
                    receive(child.ref());
                    measure.set(true);
                    long first = times.take();
                    long last = first;
                    for (int i = 0; i < 8; i++) {
                        last = times.take();
                    }

                    assertThat(Duration.ofNanos(last - first))
                            .isGreaterThan(Duration.ofMillis(100));
                    awaitParked(child.pid());
                    release(trap, child.pid());
                });
    }
}
