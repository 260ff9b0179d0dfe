// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Whole nodes: their end, processes that do not want to end, starts, and foreign nodes. */
class NodeStressTest {
    private static final int CHILDREN = 12;

    @Test
    @DisplayName("R14 a node that is closed while it is busy leaves nothing behind")
    void a_busy_node_closes() {
        StressRound.rounds(
                8,
                round -> {
                    NodeImpl node =
                            round.node(with ->
                                    with.shutdown(Duration.ofNanos(round.random.nextInt(300_000))));
                    CountDownLatch busy = new CountDownLatch(6);
                    AtomicInteger births = new AtomicInteger(400);
                    List<Thread> foreign = new ArrayList<>();
                    for (int i = 0; i < 4; i++) {
                        SplittableRandom random = round.split();
                        node.spawn(() -> breed(busy, births, random), SpawnOptions::link);
                        if (i % 2 == 0) {
                            foreign.add(
                                    Thread.ofPlatform().start(() -> useFromOutside(busy, node)));
                        }
                    }
                    busy.await();
                    if (round.random.nextBoolean()) {
                        foreign.add(Thread.ofPlatform().start(node::close));
                    } else {
                        node.spawn(node::close);
                    }
                    node.close();
                    for (Thread thread : foreign) {
                        thread.join();
                    }
                });
    }

    /** Starts ever more of its kind, and owns some of everything. */
    private static void breed(CountDownLatch busy, AtomicInteger births, SplittableRandom random) {
        busy.countDown();
        SplittableRandom next = random.split();
        Ref alias = Processes.replyAlias();
        Processes.sendAfter(Duration.ofDays(1), "never");
        Processes.monitorNodes(true);
        while (true) {
            try {
                if (births.decrementAndGet() < 0) {
                    Processes.receive();
                }
                Pid child =
                        Processes.spawn(
                                () -> breed(busy, births, next),
                                with -> random.nextInt(4) == 0 ? with.link() : with);
                Processes.monitor(child, with -> with.alias(AliasMode.DEMONITOR));
                Processes.sendAfter(Duration.ofDays(1), Processes.self(), alias);
                Gen.call(
                        child, "?", Duration.ofNanos(random.nextInt(2_000_000)), _ -> Object.class);
            } catch (ExitException timeout) {
                while (Processes.receive(Duration.ZERO).isPresent()) {
                    alias.send("again");
                }
            }
        }
    }

    private static void useFromOutside(CountDownLatch busy, NodeImpl node) {
        busy.countDown();
        try {
            for (int i = 0; i < 100; i++) {
                Pid answering =
                        node.spawn(
                                () -> {
                                    while (true) {
                                        Processes.receive(GenCall.class).reply(1);
                                    }
                                },
                                SpawnOptions::link);
                Gen.call(answering, "?", Timeouts.INFINITY, _ -> Object.class);
                node.run(() -> Processes.sendAfter(Duration.ofDays(1), node.address("x"), "never"));
                answering.exit(ExitReason.KILL);
            }
        } catch (IllegalStateException closed) {
            assertThat(closed).hasMessageContaining("closed");
        } catch (ExitException killed) {
            assertThat(killed.reason().root()).isEqualTo(ExitReason.KILLED);
        }
    }

    @Test
    @DisplayName(
            "R2 R4 who ignores signals is declared dead once, and is gone when its thread ends")
    void zombies_are_buried_once() {
        StressRound.rounds(
                8,
                round -> {
                    AtomicBoolean over = new AtomicBoolean();
                    NodeImpl node =
                            round.node(with ->
                                    with.exitGrace(Duration.ofNanos(round.random.nextInt(400_000)))
                                            .killGrace(
                                                    Duration.ofNanos(
                                                            round.random.nextInt(200_000))));
                    SplittableRandom random = round.split();
                    SplittableRandom stubborn = round.split();
                    node.run(() -> {
                        Processes.trapExits(true);
                        watchStubborn(round, random, stubborn, over);
                    });
                    over.set(true);
                });
    }

    private static void watchStubborn(
            StressRound round,
            SplittableRandom random,
            SplittableRandom stubborn,
            AtomicBoolean over) {
        Map<Ref, ProcessImpl> watched = new HashMap<>();
        Map<Pid, Integer> linked = new HashMap<>();
        for (int i = 0; i < 4; i++) {
            SplittableRandom own = stubborn.split();
            boolean isTight = random.nextInt(4) == 0;
            Processes.Spawned spawned =
                    Processes.spawnMonitor(
                            () -> beStubborn(own, isTight, over),
                            with -> isTight ? with.link().onPlatformThread() : with.link(),
                            with -> with);
            ProcessImpl process = Objects.requireNonNull(spawned.pid().process);
            round.expectEnd(process.thread());
            watched.put(spawned.ref(), process);
            linked.put(spawned.pid(), 0);
            Processes.receive(String.class);
        }
        for (Pid pid : linked.keySet()) {
            pid.exit(random.nextBoolean() ? ExitReason.KILL : ExitReason.SHUTDOWN);
            if (random.nextInt(3) == 0) {
                pid.exit(ExitReason.KILL);
            }
        }
        while (!watched.isEmpty()) {
            switch (Processes.receive()) {
                case Down(Ref ref, _, ExitReason reason) -> {
                    ProcessImpl dead = watched.remove(ref);
                    if (dead == null
                            || !dead.reason().equals(reason)
                            || linked.getOrDefault(dead.pid, 0) != 1) {
                        round.violated("DOWN of " + dead + " with " + reason + " after " + linked);
                    }
                }
                case Exit(Pid from, _) -> linked.merge(from, 1, Integer::sum);
                default -> {}
            }
        }
    }

    /** Does not want to hear that it has to end, now in the library and now out of it. */
    private static void beStubborn(SplittableRandom random, boolean isTight, AtomicBoolean over) {
        Processes.parent().orElseThrow().send("ready");
        int hits = 0;
        while (!over.get() && (isTight || hits < 50)) {
            try {
                if (isTight) {
                    Thread.onSpinWait();
                } else {
                    useLibrary(random);
                }
            } catch (Throwable refused) { // that is its kind
                hits++;
            }
        }
    }

    private static void useLibrary(SplittableRandom random) {
        Processes.receive(Duration.ofNanos(random.nextInt(20_000)));
        Processes.register("stubborn");
        Processes.unregister("stubborn");
        Processes.sendAfter(Duration.ofNanos(random.nextInt(20_000)), "tick");
        Processes.monitorNodes(true);
        Ref ref =
                Processes.monitor(
                        Processes.spawnLink(() -> {}),
                        with -> with.alias(AliasMode.REPLY_DEMONITOR));
        Processes.alias().send("hello");
        Processes.demonitor(ref);
    }

    @Test
    @DisplayName(
            "PL-3 PL-4 PL-6 PL-8 a start that fails leaves nothing, a starter that ends no orphan")
    void starts_leave_nothing() {
        StressRound.rounds(
                6,
                round -> {
                    NodeImpl node = round.node(with -> with);
                    SplittableRandom random = round.split();
                    List<ProcessImpl> starters = new ArrayList<>();
                    for (int i = 0; i < 3; i++) {
                        SplittableRandom own = round.split();
                        String name = "child " + i;
                        boolean traps = i > 0;
                        ProcessImpl starter =
                                node.prepare(
                                        () -> startMany(round, own, name, traps),
                                        SpawnOptions.DEFAULT,
                                        null);
                        starter.trapExits(traps);
                        starter.start();
                        starters.add(starter);
                    }
                    if (random.nextBoolean()) {
                        starters.getLast().pid.exit(ExitReason.KILL);
                    }
                    for (ProcessImpl starter : starters) {
                        starter.thread().join();
                    }
                });
    }

    private static void startMany(
            StressRound round, SplittableRandom random, String name, boolean traps) {
        for (int i = 0; i < CHILDREN; i++) {
            int how = random.nextInt(traps ? 6 : 3);
            ProcLib.Options options =
                    ProcLib.Options.linked("stress")
                            .name(name)
                            .timeout(Duration.ofNanos(500_000 + random.nextInt(1_000_000)));
            StartResult<String> result = ProcLib.<String>start(ready -> child(ready, how), options);
            if (result instanceof StartResult.Started<String>(Pid pid, _)) {
                Processes.unlinkAndFlush(pid);
                Ref ref = Processes.monitor(pid);
                pid.exit(ExitReason.KILL);
                Processes.receive(ref);
            } else if (result instanceof StartResult.AlreadyStarted<String>) {
                round.violated("the name of the last child is not free: " + result);
            }
            if (Processes.messageQueueLength() != 0) {
                round.violated(result + " left " + Processes.receive());
            }
        }
    }

    private static void child(ProcLib.Ready<String> ready, int how) {
        switch (how) {
            case 0 -> throw ready.failed(new StartResult.Ignored<>(), ExitReason.NORMAL);
            case 1 -> Processes.receive(); // until the starter has waited long enough
            case 2 -> {
                ready.started("ready");
                Processes.receive();
            }
            case 3 ->
                    throw ready.failed(
                            new StartResult.Failed<>(ExitReason.of(3)), ExitReason.of(3));
            case 4 -> throw new IllegalStateException("4");
            default -> throw new ExitException(ExitReason.SHUTDOWN);
        }
    }

    @Test
    @DisplayName("R15 two nodes are strangers: nothing arrives, every tie breaks at once")
    void strangers_stay_strangers() {
        StressRound.rounds(
                4,
                round -> {
                    NodeImpl here = round.node(with -> with.name("here"));
                    NodeImpl there = round.node(with -> with.name("there"));
                    ProcessImpl stranger =
                            there.prepare(
                                    () -> round.violated("arrived: " + Processes.receive()),
                                    SpawnOptions.DEFAULT,
                                    null);
                    stranger.start();
                    SplittableRandom random = round.split();
                    here.run(() -> {
                        Processes.trapExits(true);
                        useStranger(round, random, stranger.pid);
                    });
                    here.close();
                    assertThat(stranger.life()).isEqualTo(ProcessImpl.Life.RUNNING);
                    assertThat(there.processes).hasSize(2);
                });
    }

    private static void useStranger(StressRound round, SplittableRandom random, Pid stranger) {
        int links = 0;
        int monitors = 0;
        for (int i = 0; i < CHILDREN; i++) {
            switch (random.nextInt(5)) {
                case 0 -> stranger.send("hello");
                case 1 -> stranger.exit(ExitReason.KILL);
                case 2 -> {
                    Processes.link(stranger);
                    links++;
                }
                case 3 -> {
                    Processes.monitor(stranger);
                    monitors++;
                }
                default -> {
                    try {
                        Gen.call(stranger, "hello", Timeouts.INFINITY, _ -> Object.class);
                        round.violated("a stranger answered");
                    } catch (ExitException failed) {
                        assertThat(failed.reason().root()).isInstanceOf(ExitReason.NodeDown.class);
                    }
                }
            }
        }
        for (Object message = Processes.receive(Duration.ZERO).orElse(null);
                message != null;
                message = Processes.receive(Duration.ZERO).orElse(null)) {
            switch (message) {
                case Exit(_, ExitReason.NoConnection()) -> links--;
                case Down(_, _, ExitReason.NoConnection()) -> monitors--;
                default -> round.violated("from a stranger: " + message);
            }
        }
        if (links != 0 || monitors != 0) {
            round.violated(links + " links and " + monitors + " monitors said nothing");
        }
    }
}
