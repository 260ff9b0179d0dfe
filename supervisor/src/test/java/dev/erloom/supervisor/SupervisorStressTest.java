// SPDX-License-Identifier: Apache-2.0
package dev.erloom.supervisor;

import static dev.erloom.process.Processes.exit;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.spawnLink;
import static dev.erloom.process.Processes.spawnMonitor;
import static dev.erloom.process.Processes.trapExits;
import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.process.Exit;
import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Node;
import dev.erloom.process.Pid;
import dev.erloom.process.Processes;
import dev.erloom.process.Processes.Spawned;
import dev.erloom.process.Ref;
import dev.erloom.process.StartResult;
import dev.erloom.process.Starter;
import dev.erloom.testing.InProcess;
import dev.erloom.testing.LogCapture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several processes crash, kill, stop and start the children of one supervisor at random. */
class SupervisorStressTest {
    private static final int CHILDREN = 6;
    private static final int ATTACKERS = 3;
    private static final int ATTACKS = 40;
    private static final int RUNS = 40;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final List<Restart> RESTARTS =
            List.of(Restart.PERMANENT, Restart.TRANSIENT, Restart.TEMPORARY);
    private static final List<Shutdown> SHUTDOWNS =
            List.of(
                    Shutdown.BRUTAL_KILL,
                    Shutdown.INFINITY,
                    new Shutdown.Timeout(Duration.ZERO),
                    new Shutdown.Timeout(Duration.ofSeconds(1)));

    /** What a child is told to do. */
    private record End(ExitReason reason) {}

    /** Some trap exits and some do not; each start in seven fails. */
    private static Starter<Pid> child(boolean traps) {
        AtomicInteger starts = new AtomicInteger();
        return () -> {
            if (starts.incrementAndGet() % 7 == 0) {
                return new StartResult.Failed<>(Kid.NOPE);
            }
            return StartResult.started(
                    spawnLink(() -> {
                        trapExits(traps);
                        Object message = receive();
                        throw exit(
                                message instanceof End(ExitReason why) ? why : ExitReason.SHUTDOWN);
                    }));
        };
    }

    private static ChildSpec spec(int i, Restart restart, Random random) {
        return ChildSpec.of("c" + i, child(random.nextBoolean()))
                .restart(restart)
                .shutdown(SHUTDOWNS.get(random.nextInt(SHUTDOWNS.size())));
    }

    private static Supervisor start(Strategy strategy, int intensity, Random random) {
        return Supervisor.startLink(
                        tree -> {
                            tree.strategy(strategy).intensity(intensity, HOUR);
                            for (int i = 0; i < CHILDREN; i++) {
                                tree.child(spec(i, RESTARTS.get(random.nextInt(3)), random));
                            }
                        })
                .orElseThrow();
    }

    /** Ends when it has done its worst and its victims are gone, or the supervisor is. */
    private static void attack(Supervisor s, long seed) {
        Random random = new Random(seed);
        List<Ref> victims = new ArrayList<>();
        try {
            for (int i = 0; i < ATTACKS; i++) {
                int n = random.nextInt(CHILDREN);
                switch (random.nextInt(8)) {
                    case 0 -> s.terminateChild("c" + n);
                    case 1 -> s.restartChild("c" + n);
                    case 2 -> s.deleteChild("c" + n);
                    case 3 -> s.startChild(spec(n, RESTARTS.get(random.nextInt(3)), random));
                    default -> strike(s.whichChildren(), random).ifPresent(victims::add);
                }
            }
        } catch (ExitException gone) {
            assertThat(gone.reason()).isInstanceOf(ExitReason.CallFailed.class);
        }
        victims.forEach(Processes::receive);
    }

    /** {@return a monitor of the one who was struck; it ends sooner or later} */
    private static Optional<Ref> strike(List<ChildInfo> children, Random random) {
        List<Pid> running = children.stream().flatMap(child -> child.pid().stream()).toList();
        if (running.isEmpty()) {
            return Optional.empty();
        }
        Pid victim = running.get(random.nextInt(running.size()));
        switch (random.nextInt(4)) {
            case 0 -> victim.send(new End(ExitReason.NORMAL));
            case 1 -> victim.send(new End(Kid.BOOM));
            case 2 -> victim.exit(Kid.BOOM);
            default -> victim.exit(ExitReason.KILL);
        }
        return Optional.of(monitor(victim));
    }

    /** Lets the attackers loose; {@return how they ended} */
    private static List<ExitReason> attack(Supervisor s, Random random) {
        List<Spawned> attackers = new ArrayList<>();
        for (int i = 0; i < ATTACKERS; i++) {
            long seed = random.nextLong();
            attackers.add(spawnMonitor(() -> attack(s, seed)));
        }
        return attackers.stream().map(attacker -> receive(attacker.ref()).reason()).toList();
    }

    /** {@return the processes that live and were not there before} */
    private static List<Pid> leftOver(List<Pid> before) {
        return Node.current().processes().stream()
                .filter(pid -> !before.contains(pid) && pid.isAlive())
                .toList();
    }

    @DisplayName("SU-30 SU-39 SU-48 SU-68 a supervisor that bears everything has its children back")
    @ParameterizedTest
    @EnumSource(Strategy.class)
    void a_supervisor_that_bears_everything_has_its_children_back(Strategy strategy) {
        long seed = System.nanoTime();
        for (int run = 0; run < RUNS; run++) {
            Random random = new Random(seed + run);
            String where = "seed " + (seed + run) + " " + strategy;
            try (LogCapture logs = Trace.logs()) {
                InProcess.inProcess(() -> {
                    trapExits(true);
                    List<Pid> before = Node.current().processes();
                    Supervisor s = start(strategy, Integer.MAX_VALUE, random);

                    assertThat(attack(s, random)).as(where).containsOnly(ExitReason.NORMAL);
                    settle(s);

                    List<ChildInfo> children = s.whichChildren();
                    assertThat(children)
                            .as(where)
                            .allMatch(child -> child.pid().map(Pid::isAlive).orElse(false));
                    assertThat(leftOver(before)).as(where).hasSize(children.size() + 1);
                    s.stop();
                    assertThat(leftOver(before)).as(where).isEmpty();
                    assertThat(receive(Exit.class).reason()).as(where).isEqualTo(ExitReason.NORMAL);
                    assertThat(InProcess.mailbox()).as(where).isEmpty();
                });
                assertThat(logs.entries())
                        .as(where)
                        .noneMatch(entry -> entry.text().contains("unexpected"));
            }
        }
    }

    /**
     * Starts what was stopped, until everything runs. The supervisor answers after it has dealt
     * with all ends that came before.
     */
    private static void settle(Supervisor s) {
        boolean all = false;
        while (!all) {
            all = true;
            for (ChildInfo child : s.whichChildren()) {
                boolean alive = child.pid().map(Pid::isAlive).orElse(false);
                all &= alive;
                if (!alive) {
                    s.restartChild(child.id());
                }
            }
        }
    }

    @DisplayName("SU-37 a supervisor that gives up leaves nothing behind")
    @ParameterizedTest
    @EnumSource(Strategy.class)
    void a_supervisor_that_gives_up_leaves_nothing_behind(Strategy strategy) {
        long seed = System.nanoTime();
        for (int run = 0; run < RUNS; run++) {
            Random random = new Random(seed + run);
            String where = "seed " + (seed + run) + " " + strategy;
            try (LogCapture _ = Trace.logs()) {
                InProcess.inProcess(() -> {
                    trapExits(true);
                    List<Pid> before = Node.current().processes();
                    Supervisor s = start(strategy, random.nextInt(3), random);

                    Optional<Exit> end = Optional.empty();
                    while (end.isEmpty()) {
                        assertThat(attack(s, random)).as(where).containsOnly(ExitReason.NORMAL);
                        end = receive(Exit.class, Duration.ZERO);
                    }

                    assertThat(end.orElseThrow().reason()).as(where).isEqualTo(ExitReason.SHUTDOWN);
                    assertThat(leftOver(before)).as(where).isEmpty();
                });
            }
        }
    }
}
