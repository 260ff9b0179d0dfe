// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Mail and answers that come at the very moment at which somebody begins or ends to wait. */
class WaitingStressTest {
    private static final int MESSAGES = 400;
    private static final int PRODUCERS = 6;

    private record Numbered(int producer, int number) {}

    private record Ask(long number) {}

    @Test
    @DisplayName("RC-6 RC-12 a message that meets the end of a wait is taken or left, never lost")
    void mail_at_the_end_of_a_wait_is_not_lost() {
        StressRound.rounds(
                8,
                round -> {
                    NodeImpl node = round.node(with -> with);
                    SplittableRandom waits = round.split();
                    SplittableRandom pauses = round.split();
                    List<Integer> taken = new ArrayList<>();
                    CountDownLatch done = new CountDownLatch(1);
                    Pid receiver =
                            node.spawn(() -> {
                                while (taken.size() < MESSAGES) {
                                    taken.addAll(wait(round, waits, node));
                                }
                                done.countDown();
                            });
                    for (int i = 0; i < MESSAGES; i++) {
                        pause(pauses, 2_000);
                        receiver.send(i);
                    }
                    done.await();
                    assertThat(taken).hasSize(MESSAGES).isSorted();
                });
    }

    private static List<Integer> wait(StressRound round, SplittableRandom random, NodeImpl node) {
        long nanos = random.nextInt(20_000);
        long start = node.now();
        List<Integer> taken = new ArrayList<>();
        Processes.receive(Integer.class, Duration.ofNanos(nanos)).ifPresent(taken::add);
        if (taken.isEmpty() && node.now() - start < nanos) {
            round.violated("a wait of " + nanos + " ns ended early");
        }
        return taken;
    }

    private static void pause(SplittableRandom random, int bound) {
        for (int i = random.nextInt(bound); i > 0; i--) {
            Thread.onSpinWait();
        }
    }

    @Test
    @DisplayName("SIG-12 many senders at once lose nothing, double nothing and keep their order")
    void many_senders_lose_nothing() {
        StressRound.rounds(
                8,
                round -> {
                    NodeImpl node = round.node(with -> with);
                    SplittableRandom choices = round.split();
                    Map<Integer, Integer> last = new HashMap<>();
                    CountDownLatch done = new CountDownLatch(1);
                    Pid receiver =
                            node.spawn(() -> {
                                for (int i = 0; i < PRODUCERS * MESSAGES; i++) {
                                    Numbered next = takeNumbered(choices);
                                    Integer before = last.put(next.producer(), next.number());
                                    if (next.number() != (before == null ? 0 : before + 1)) {
                                        round.violated(next + " after " + before);
                                    }
                                }
                                done.countDown();
                            });
                    for (int producer = 0; producer < PRODUCERS; producer++) {
                        int me = producer;
                        ProcessBody sending =
                                () -> {
                                    for (int i = 0; i < MESSAGES; i++) {
                                        receiver.send(new Numbered(me, i));
                                    }
                                };
                        if (producer % 2 == 0) {
                            node.spawn(sending);
                        } else {
                            Thread.ofPlatform().start(() -> runUnchecked(sending));
                        }
                    }
                    done.await();
                });
    }

    /** Sometimes out of the middle: the producers with an odd number first. */
    private static Numbered takeNumbered(SplittableRandom random) {
        return switch (random.nextInt(3)) {
            case 0 ->
                    Processes.receive(
                                    Numbered.class,
                                    message -> message.producer() % 2 == 1,
                                    Duration.ZERO)
                            .orElseGet(() -> Processes.receive(Numbered.class));
            case 1 -> Processes.receive(Numbered.class);
            default -> (Numbered) Processes.receive();
        };
    }

    private static void runUnchecked(ProcessBody body) {
        try {
            body.run();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @DisplayName("SIG-1 what one process sends to another keeps its order, whatever way it goes")
    void signals_of_all_kinds_keep_their_order() {
        StressRound.rounds(
                6,
                round -> {
                    NodeImpl node = round.node(with -> with);
                    SplittableRandom random = round.split();
                    CountDownLatch done = new CountDownLatch(1);
                    ProcessImpl receiver =
                            node.prepare(
                                    () -> {
                                        Pid sender = Processes.receive(Pid.class);
                                        sender.send(Processes.alias());
                                        for (int i = 0; i < MESSAGES; i++) {
                                            checkNumber(round, i, Processes.receive());
                                        }
                                        done.countDown();
                                    },
                                    SpawnOptions.DEFAULT,
                                    null);
                    receiver.trapExits(true);
                    node.register("receiver", receiver.pid);
                    receiver.start();
                    node.run(() -> {
                        receiver.pid.send(Processes.self());
                        Ref alias = Processes.receive(Ref.class);
                        for (int i = 0; i < MESSAGES; i++) {
                            sendSomehow(random, node, receiver.pid, alias, i);
                        }
                    });
                    done.await();
                });
    }

    private static void sendSomehow(
            SplittableRandom random, NodeImpl node, Pid to, Ref alias, int number) {
        switch (random.nextInt(6)) {
            case 0 -> to.send(number);
            case 1 -> alias.send(number);
            case 2 -> node.address("receiver").send(number);
            case 3 -> to.exit(ExitReason.of(number));
            case 4 -> Gen.cast(to, number);
            default -> {
                try {
                    Gen.call(to, number, Duration.ZERO, _ -> Object.class);
                } catch (ExitException timeout) {
                    return;
                }
            }
        }
    }

    private static void checkNumber(StressRound round, int number, Object message) {
        Object got =
                switch (message) {
                    case Exit(_, ExitReason.Other(Object term)) -> term;
                    case GenCall call -> call.request();
                    default -> message;
                };
        if (!got.equals(number)) {
            round.violated(message + " in the place of " + number);
        }
    }

    @Test
    @DisplayName("GC-6 GC-7 GC-9 a call ends once: by a reply, the server's end or the time")
    void a_call_ends_once() {
        StressRound.rounds(
                12,
                round -> {
                    NodeImpl node = round.node(with -> with);
                    SplittableRandom ends = round.split();
                    ProcessImpl server =
                            node.prepare(serving(round.split()), SpawnOptions.DEFAULT, null);
                    server.start();
                    List<Thread> foreign = new ArrayList<>();
                    CountDownLatch called = new CountDownLatch(4);
                    for (int i = 0; i < 4; i++) {
                        SplittableRandom random = round.split();
                        ProcessBody calls =
                                () -> {
                                    for (int n = 0; n < 50; n++) {
                                        call(round, server, random);
                                    }
                                    called.countDown();
                                };
                        if (i % 2 == 0) {
                            foreign.add(Thread.ofPlatform().start(() -> runUnchecked(calls)));
                        } else {
                            node.spawn(() -> {
                                calls.run();
                                if (Processes.messageQueueLength() != 0) {
                                    round.violated("mail: " + Processes.receive());
                                }
                            });
                        }
                    }
                    pause(ends, 100_000);
                    server.pid.exit(ends.nextBoolean() ? ExitReason.KILL : ExitReason.of("over"));
                    called.await();
                    for (Thread thread : foreign) {
                        thread.join();
                    }
                });
    }

    /** Answers late, twice, from another thread, or never. */
    private static ProcessBody serving(SplittableRandom random) {
        return () -> {
            List<GenCall> kept = new ArrayList<>();
            while (true) {
                GenCall call = Processes.receive(GenCall.class);
                kept.add(call);
                switch (random.nextInt(6)) {
                    case 0 -> {}
                    case 1 -> Processes.spawn(() -> kept.forEach(WaitingStressTest::answer));
                    case 2 -> {
                        pause(random, 2_000);
                        answer(call);
                        answer(call);
                    }
                    default -> answer(call);
                }
                if (kept.size() > 8) {
                    kept.removeFirst();
                }
            }
        };
    }

    private static void answer(GenCall call) {
        if (call.request() instanceof Ask(long number)) {
            call.reply(number);
        }
    }

    private static void call(StressRound round, ProcessImpl server, SplittableRandom random) {
        Ask ask = new Ask(random.nextLong());
        Duration timeout = Duration.ofNanos(random.nextInt(60_000));
        try {
            Object answer = Gen.call(server.pid, ask, timeout, _ -> Long.class);
            if (!(answer instanceof Long number && number == ask.number())) {
                round.violated(answer + " answers " + ask);
            }
        } catch (ExitException failed) {
            ExitReason why = failed.reason().root();
            boolean dead = server.isReleased();
            if (!why.equals(ExitReason.TIMEOUT)
                    && !(dead && (why.equals(ExitReason.NOPROC) || why.equals(server.reason())))) {
                round.violated(ask + " failed with " + why + ", server " + server.life());
            }
        }
    }
}
