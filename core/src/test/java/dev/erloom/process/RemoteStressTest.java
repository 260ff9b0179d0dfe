// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.process.ProcessImpl.Life;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Ties between two nodes whose connection comes and goes. */
class RemoteStressTest {
    @Test
    @DisplayName("LN-7 LN-9 MN-14 both ends of a tie agree, and each hears once of its end")
    void ties_between_nodes_converge() {
        StressRound.rounds(10, round -> new Wired(round).run());
    }

    private record Finish(Set<Pid> linked, CompletableFuture<Boolean> done) {}

    /** Two nodes, the judge on the first, mortals on both. */
    private static final class Wired {
        private final StressRound round;
        private final NodeImpl here;
        private final NodeImpl there;
        private final StressCable cable;
        private final List<ProcessImpl> all = new ArrayList<>();
        private final List<Program> programs = new ArrayList<>();

        /**
         * An unlink that meets the end of a connection may be carried by the next one, and ends a
         * link there that only the peer has asked for: so a round has cuts or unlinks.
         */
        private final boolean hasCuts;

        Wired(StressRound round) {
            this.round = round;
            this.here = round.node(with -> with);
            this.there = round.node(with -> with);
            this.cable = new StressCable(here, there);
            this.hasCuts = round.random.nextBoolean();
        }

        void run() throws InterruptedException {
            for (int i = 0; i < 8; i++) {
                Program program = new Program(this, round.split(), i == 0);
                ProcessImpl process =
                        (i % 2 == 0 ? here : there).prepare(program, SpawnOptions.DEFAULT, null);
                process.trapExits(i < 4);
                all.add(process);
                programs.add(program);
            }
            all.forEach(ProcessImpl::start);
            for (int cuts = hasCuts ? 3 : 0; cuts > 0; cuts--) {
                for (int i = round.random.nextInt(60_000); i > 0; i--) {
                    Thread.onSpinWait();
                }
                cable.cut(round.random);
                cable.settle();
            }
            settle();
            checkTables();
            ProcessImpl judge = all.getFirst();
            Set<Pid> linked = openLinks(judge);
            all.stream().skip(1).forEach(process -> process.pid.exit(ExitReason.KILL));
            settle();
            checkTables();
            CompletableFuture<Boolean> done = new CompletableFuture<>();
            judge.deliver(new Finish(linked, done));
            done.join();
            here.close();
            there.close();
            cable.close();
            assertNoTies(here);
            assertNoTies(there);
        }

        private static void assertNoTies(NodeImpl node) {
            assertThat(node.remote.links).as("links").isEmpty();
            assertThat(node.remote.outgoing).as("monitors").isEmpty();
            assertThat(node.remote.incoming).as("monitors of the peer").isEmpty();
        }

        /** {@return somebody of the other node, as {@code me} knows it} */
        Pid peer(ProcessImpl me, SplittableRandom random) {
            int index = random.nextInt(all.size());
            ProcessImpl peer = all.get(index);
            return peer.node == me.node
                    ? cable.known(me.node, all.get(index ^ 1).pid)
                    : cable.known(me.node, peer.pid);
        }

        boolean isJudge(Pid pid) {
            return pid.equals(all.getFirst().pid) || pid.equals(judgeAsKnownThere());
        }

        private Pid judgeAsKnownThere() {
            return cable.known(there, all.getFirst().pid);
        }

        /** Waits until nobody does anything any more, and nothing is on its way. */
        private void settle() throws InterruptedException {
            for (int i = 0; i < all.size(); i++) {
                ProcessImpl process = all.get(i);
                CompletableFuture<ExitReason> death = new CompletableFuture<>();
                if (Monitors.watch(process, process.node.newRef(), death::complete)) {
                    CompletableFuture.anyOf(programs.get(i).idle, death).join();
                }
            }
            Set<ProcessImpl> ended = new HashSet<>();
            boolean again = true;
            while (again) {
                again = false;
                cable.settle();
                for (ProcessImpl process : all) {
                    if (process.life() != Life.RUNNING && ended.add(process)) {
                        process.thread().join();
                        again = true;
                    }
                }
            }
        }

        private static Set<Pid> openLinks(ProcessImpl process) {
            Set<Pid> peers = new HashSet<>();
            synchronized (process) {
                process.relations()
                        .links()
                        .forEach((peer, link) -> {
                            if (link.queued == null) {
                                peers.add(peer);
                            }
                        });
            }
            return peers;
        }

        private void checkTables() {
            Map<NodeImpl, Integer> links = new HashMap<>();
            for (ProcessImpl process : all) {
                if (process.life() == Life.RUNNING) {
                    for (Pid peer : openLinks(process)) {
                        links.merge(process.node, 1, Integer::sum);
                        checkLink(process, peer);
                    }
                }
            }
            check(here.remote.links.size() == links.getOrDefault(here, 0), "ties here");
            check(there.remote.links.size() == links.getOrDefault(there, 0), "ties there");
            check(
                    here.remote.outgoing.size() == there.remote.incoming.size(),
                    "monitors from here");
            check(
                    there.remote.outgoing.size() == here.remote.incoming.size(),
                    "monitors from there");
        }

        private void checkLink(ProcessImpl process, Pid peer) {
            ProcessImpl other =
                    all.stream()
                            .filter(some -> cable.known(process.node, some.pid).equals(peer))
                            .findAny()
                            .orElseThrow();
            check(
                    other.life() == Life.RUNNING
                            && openLinks(other).contains(cable.known(other.node, process.pid)),
                    process + " is linked to " + other + ", not so the other way round");
        }

        void check(boolean holds, String rule) {
            if (!holds) {
                round.violated(rule);
            }
        }
    }

    /** What one process does to those of the other node. */
    private static final class Program implements ProcessBody {
        final CompletableFuture<Boolean> idle = new CompletableFuture<>();
        private final Wired wired;
        private final SplittableRandom random;
        private final boolean isJudge;
        private final Map<Ref, Integer> fired = new HashMap<>();
        private final Set<Ref> removed = new HashSet<>();
        private final Map<Pid, Integer> exits = new HashMap<>();
        private final Set<Pid> downs = new HashSet<>();

        Program(Wired wired, SplittableRandom random, boolean isJudge) {
            this.wired = wired;
            this.random = random;
            this.isJudge = isJudge;
        }

        @Override
        public void run() {
            ProcessImpl me = ProcessImpl.current("a program");
            for (int i = 0; i < 40; i++) {
                step(me, wired.peer(me, random));
            }
            idle.complete(true);
            while (true) {
                handle(Processes.receive());
            }
        }

        private void step(ProcessImpl me, Pid peer) {
            switch (random.nextInt(12)) {
                case 0, 1, 2 -> Processes.link(peer);
                case 3, 4 -> {
                    if (!wired.hasCuts && random.nextBoolean()) {
                        Processes.unlink(peer);
                    } else if (!wired.hasCuts) {
                        Processes.unlinkAndFlush(peer);
                    }
                }
                case 5, 6 -> fired.put(Processes.monitor(peer), 0);
                case 7 -> demonitor();
                case 8 -> call(peer);
                case 9 -> {
                    if (random.nextInt(3) == 0 && !wired.isJudge(peer)) {
                        peer.exit(random.nextBoolean() ? ExitReason.KILL : ExitReason.SHUTDOWN);
                    }
                }
                case 10 -> peer.send("hello from " + me);
                default ->
                        Processes.receive(Duration.ofNanos(random.nextInt(200_000)))
                                .ifPresent(this::handle);
            }
        }

        private void demonitor() {
            List<Ref> refs = List.copyOf(fired.keySet());
            if (!refs.isEmpty()) {
                Ref ref = refs.get(random.nextInt(refs.size()));
                if (Processes.demonitor(ref)) {
                    wired.check(fired.getOrDefault(ref, 0) == 0, ref + " was there after its DOWN");
                }
                removed.add(ref);
            }
        }

        private void call(Pid peer) {
            int number = random.nextInt();
            try {
                Object answer =
                        Gen.call(
                                peer,
                                number,
                                Duration.ofNanos(random.nextInt(2_000_000)),
                                _ -> Integer.class);
                wired.check(answer instanceof Integer same && same == number, "answer " + answer);
            } catch (ExitException failed) {
                wired.check(
                        switch (failed.reason().root()) {
                            case ExitReason.Timeout(),
                                    ExitReason.NoProc(),
                                    ExitReason.NodeDown(_),
                                    ExitReason.Killed(),
                                    ExitReason.Shutdown(),
                                    ExitReason.NoConnection() ->
                                    true;
                            default -> false;
                        },
                        "a call failed with " + failed.reason());
            }
        }

        private void handle(Object message) {
            switch (message) {
                case GenCall call -> call.reply(call.request());
                case Exit(Pid from, ExitReason reason) -> {
                    exits.merge(from, 1, Integer::sum);
                    wired.check(
                            !isJudge || isLocalNews(reason) || !downs.contains(from),
                            "EXIT of " + from + " after its DOWN");
                }
                case Down(Ref ref, Address object, ExitReason reason) -> {
                    wired.check(fired.containsKey(ref), "DOWN of no monitor");
                    wired.check(!removed.contains(ref), "DOWN after demonitor");
                    wired.check(fired.merge(ref, 1, Integer::sum) == 1, "a second DOWN");
                    if (!isLocalNews(reason) && object instanceof Pid pid) {
                        downs.add(pid);
                    }
                }
                case Finish(Set<Pid> linked, CompletableFuture<Boolean> done) -> {
                    fired.forEach((ref, times) ->
                            wired.check(
                                    times == 1 || removed.contains(ref),
                                    ref + " fired " + times + " times"));
                    linked.forEach(pid -> wired.check(exits.containsKey(pid), "no EXIT of " + pid));
                    done.complete(true);
                }
                case String _ -> {}
                default -> wired.check(false, "got " + message);
            }
        }

        private static boolean isLocalNews(ExitReason reason) {
            return reason instanceof ExitReason.NoConnection || reason instanceof ExitReason.NoProc;
        }
    }
}
