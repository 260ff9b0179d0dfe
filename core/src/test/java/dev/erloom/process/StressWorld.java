// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import dev.erloom.process.ProcessImpl.Life;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A node full of processes that do things to each other at random.
 *
 * <p>Two of them are judges: they trap exits and nobody ends them, so that they can tell at the end
 * whether each heard what it had to hear. All others are mortal.
 */
final class StressWorld {
    private static final int JUDGES = 2;
    private static final int PLACES = 8;
    private static final int MOST_SPAWNS = 24;

    final StressRound round;
    final NodeImpl node;
    private final AtomicReferenceArray<@Nullable Pid> places = new AtomicReferenceArray<>(PLACES);
    private final AtomicReferenceArray<@Nullable Ref> aliases = new AtomicReferenceArray<>(4);
    private final AtomicInteger spawns = new AtomicInteger();

    /** Asks a judge for its verdict. */
    record Finish(Set<Pid> linked, CompletableFuture<Boolean> done) {}

    StressWorld(StressRound round, NodeImpl node) {
        this.round = round;
        this.node = node;
    }

    void run() throws InterruptedException {
        List<ProcessImpl> judges = new ArrayList<>();
        List<ProcessImpl> first = new ArrayList<>();
        for (int place = 0; place < PLACES; place++) {
            boolean isJudge = place < JUDGES;
            ProcessImpl process =
                    node.prepare(
                            new StressProgram(this, round.split(), isJudge),
                            SpawnOptions.DEFAULT,
                            null);
            process.trapExits(isJudge);
            places.set(place, process.pid);
            first.add(process);
            if (isJudge) {
                judges.add(process);
            }
        }
        first.forEach(ProcessImpl::start);
        settle();
        checkTables();
        Map<ProcessImpl, Set<Pid>> links = new HashMap<>();
        judges.forEach(judge -> links.put(judge, linksOf(judge)));
        endMortals();
        settle();
        checkTables();
        for (ProcessImpl judge : judges) {
            CompletableFuture<Boolean> done = new CompletableFuture<>();
            judge.deliver(new Finish(links.getOrDefault(judge, Set.of()), done));
            done.join();
        }
    }

    // What the programs use

    Pid anyone(SplittableRandom random) {
        Pid pid = places.get(random.nextInt(PLACES));
        return pid == null ? node.root().pid : pid;
    }

    @Nullable Pid mortal(SplittableRandom random) {
        Pid pid = places.get(JUDGES + random.nextInt(PLACES - JUDGES));
        return pid != null && pid.process != null && isMortal(pid.process) ? pid : null;
    }

    private boolean isMortal(ProcessImpl process) {
        return process != node.root() && !isJudge(process);
    }

    /** The judges are the first that were started after the root. */
    boolean isJudge(ProcessImpl process) {
        long first = node.root().pid.number + 1;
        return process.pid.number >= first && process.pid.number < first + JUDGES;
    }

    void settleIn(SplittableRandom random, Pid newcomer) {
        places.set(JUDGES + random.nextInt(PLACES - JUDGES), newcomer);
    }

    boolean maySpawn() {
        return spawns.getAndIncrement() < MOST_SPAWNS;
    }

    @Nullable Ref anyAlias(SplittableRandom random) {
        return aliases.get(random.nextInt(aliases.length()));
    }

    void publish(SplittableRandom random, Ref alias) {
        aliases.set(random.nextInt(aliases.length()), alias);
    }

    // What the test does from outside

    /** Waits until nobody does anything any more of its own accord. */
    private void settle() throws InterruptedException {
        Set<ProcessImpl> ended = new HashSet<>();
        boolean again = true;
        while (again) {
            again = false;
            for (ProcessImpl process : node.processes.values()) {
                if (process == node.root() || ended.contains(process)) {
                    continue;
                }
                if (process.body() instanceof StressProgram program && !program.idle.isDone()) {
                    CompletableFuture.anyOf(program.idle, death(process)).join();
                    again = true;
                }
                if (process.life() != Life.RUNNING) {
                    process.thread().join();
                    ended.add(process);
                    again = true;
                }
            }
        }
    }

    private CompletableFuture<ExitReason> death(ProcessImpl process) {
        CompletableFuture<ExitReason> death = new CompletableFuture<>();
        if (!Monitors.watch(process, node.newRef(), death::complete)) {
            death.complete(process.reason());
        }
        return death;
    }

    /** Two threads end them, each in its own order, so that some are ended twice. */
    private void endMortals() throws InterruptedException {
        List<Pid> mortals = new ArrayList<>();
        for (ProcessImpl process : node.processes.values()) {
            if (isMortal(process)) {
                mortals.add(process.pid);
            }
        }
        boolean kill = round.random.nextBoolean();
        Thread other =
                Thread.ofPlatform()
                        .start(() -> mortals.reversed().forEach(pid -> pid.exit(ExitReason.KILL)));
        mortals.forEach(pid -> pid.exit(kill ? ExitReason.KILL : ExitReason.of("the end")));
        other.join();
    }

    /** What the tables say while nobody changes them: no tie has one end only. */
    private void checkTables() {
        for (ProcessImpl process : node.processes.values()) {
            if (process.life() == Life.RUNNING) {
                forEachLink(process, link -> checkLink(process, link));
                checkMonitors(process);
            }
        }
        node.names.forEach((name, owner) ->
                check(isRunning(owner) && name.equals(owner.registeredName()), name, owner));
        node.aliases.forEach((ref, alias) ->
                check(alias instanceof Alias.OfProcess of && isRunning(of.owner()), ref, alias));
        node.timersByRef.forEach(
                (ref, timer) -> check(timer.owner == null || isRunning(timer.owner), ref, timer));
        node.nodeWatchers.forEach(watcher -> check(isRunning(watcher), "a node watcher", watcher));
    }

    private void checkLink(ProcessImpl process, Relation.Link link) {
        ProcessImpl peer = link.peer.process;
        check(
                peer != null && isRunning(peer) && linksOf(peer).contains(process.pid),
                process,
                link.peer);
    }

    private void checkMonitors(ProcessImpl process) {
        List<Relation.Monitor> monitors;
        List<Watch> watches;
        synchronized (process) {
            Relations ties = process.relations();
            monitors = List.copyOf(ties.monitors().values());
            watches = List.copyOf(ties.watches().values());
        }
        for (Relation.Monitor monitor : monitors) {
            ProcessImpl target = monitor.target;
            if (monitor.queued == null && target != process) {
                check(
                        target != null
                                && isRunning(target)
                                && target.relations().watches().containsKey(monitor.ref),
                        process,
                        "monitor of " + target);
            }
        }
        for (Watch watch : watches) {
            if (watch instanceof Relation.Monitor monitor) {
                check(
                        isRunning(monitor.watcher)
                                && Relations.monitorOf(monitor.watcher, monitor.ref) == monitor,
                        process,
                        "watched by " + monitor.watcher);
            }
        }
    }

    private static boolean isRunning(ProcessImpl process) {
        return process.life() == Life.RUNNING;
    }

    private void check(boolean holds, Object what, @Nullable Object to) {
        if (!holds) {
            round.violated("a loose end: " + what + " -> " + to);
        }
    }

    private Set<Pid> linksOf(ProcessImpl process) {
        Set<Pid> links = new HashSet<>();
        forEachLink(process, link -> links.add(link.peer));
        return links;
    }

    private static void forEachLink(ProcessImpl process, Consumer<Relation.Link> action) {
        List<Relation.Link> links;
        synchronized (process) {
            Relations ties = process.relationsOrNull();
            links =
                    ties == null || ties.links == null
                            ? List.of()
                            : List.copyOf(ties.links.values());
        }
        links.stream().filter(link -> link.queued == null).forEach(action);
    }
}
