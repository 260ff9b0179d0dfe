// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.interop.distribution.SendQueue.Entry;
import dev.erloom.interop.distribution.SendQueue.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each item counts for its weight and 64 more. */
class SendQueueTest {
    private final SendQueue<String> queue = new SendQueue<>(1000, 5000);

    /** Adds on a thread of its own; on return that thread waits for room. */
    private FutureTask<Outcome> waiting(String item) {
        var task = new FutureTask<>(() -> queue.put(item, 36));
        Thread thread = Thread.startVirtualThread(task);
        awaitParked(thread);
        return task;
    }

    private static void awaitParked(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }

    private List<String> take(int count) {
        var items = new ArrayList<String>();
        while (items.size() < count) {
            Entry<String> entry = queue.poll();
            if (entry == null) {
                throw new AssertionError("nothing after " + items);
            }
            items.add(entry.item());
            queue.release(entry.weight());
        }
        return items;
    }

    @Test
    void keeps_the_order() throws Exception {
        queue.put("a", 1);
        queue.putNow("b", 1);
        queue.put("c", 1);

        assertThat(queue.backlog()).isEqualTo(3 * 65);
        assertThat(take(3)).containsExactly("a", "b", "c");
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.backlog()).isZero();
    }

    @Test
    void makes_messages_wait_above_the_mark_and_nothing_else() throws Exception {
        assertThat(queue.put("big", 2000)).isEqualTo(Outcome.QUEUED);
        FutureTask<Outcome> late = waiting("late");
        assertThat(queue.putNow("control", 1)).isEqualTo(Outcome.QUEUED);

        assertThat(take(2)).containsExactly("big", "control");
        assertThat(late.get()).isEqualTo(Outcome.QUEUED);
        assertThat(take(1)).containsExactly("late");
    }

    @Test
    void lets_those_who_wait_go_in_their_order() throws Exception {
        queue.put("big", 2000);
        var waiting = IntStream.range(0, 5).mapToObj(i -> waiting("w" + i)).toList();

        take(1);
        for (FutureTask<Outcome> each : waiting) {
            assertThat(each.get()).isEqualTo(Outcome.QUEUED);
        }
        assertThat(take(5)).containsExactly("w0", "w1", "w2", "w3", "w4");
    }

    @Test
    void opens_at_half_of_the_mark() throws Exception {
        queue.putNow("a", 500);
        queue.putNow("b", 500);
        FutureTask<Outcome> late = waiting("late");

        queue.release(500);
        assertThat(late.isDone()).isFalse();
        queue.release(128);
        assertThat(late.get()).isEqualTo(Outcome.QUEUED);
    }

    @Test
    void an_interrupt_ends_the_wait_and_leaves_nothing_behind() throws Exception {
        queue.put("big", 2000);
        var interrupted = new FutureTask<>(() -> queue.put("never", 1));
        Thread thread = Thread.startVirtualThread(interrupted);
        awaitParked(thread);
        FutureTask<Outcome> next = waiting("next");

        thread.interrupt();
        assertThat(interrupted)
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableThat()
                .withCauseInstanceOf(InterruptedException.class);
        assertThat(take(1)).containsExactly("big");
        assertThat(next.get()).isEqualTo(Outcome.QUEUED);
        assertThat(take(1)).containsExactly("next");
    }

    @Test
    void an_interrupted_thread_does_not_wait_but_may_add() throws Exception {
        Thread.currentThread().interrupt();
        Outcome outcome = queue.put("a", 1);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(outcome).isEqualTo(Outcome.QUEUED);
    }

    @Test
    void takes_nothing_more_above_its_limit() {
        assertThat(queue.putNow("a", 5000)).isEqualTo(Outcome.QUEUED);
        assertThat(queue.putNow("b", 0)).isEqualTo(Outcome.FULL);

        assertThat(take(1)).containsExactly("a");
        assertThat(queue.putNow("c", 0)).isEqualTo(Outcome.QUEUED);
    }

    @Test
    void takes_one_item_of_any_size() {
        assertThat(queue.putNow("huge", 1L << 40)).isEqualTo(Outcome.QUEUED);
    }

    @Test
    void lets_all_go_when_closed() throws Exception {
        queue.put("big", 2000);
        FutureTask<Outcome> first = waiting("first");
        FutureTask<Outcome> second = waiting("second");

        queue.close();

        assertThat(first.get()).isEqualTo(Outcome.CLOSED);
        assertThat(second.get()).isEqualTo(Outcome.CLOSED);
        assertThat(queue.put("third", 1)).isEqualTo(Outcome.CLOSED);
        assertThat(queue.putNow("fourth", 1)).isEqualTo(Outcome.CLOSED);
        assertThat(take(1)).containsExactly("big");
    }

    /** Never leaves the queue busy with nothing in it: the one who waits would wait for ever. */
    @Test
    void loses_nobody_while_it_opens_and_closes() throws Exception {
        record Item(int sender, int number) {}
        var queue = new SendQueue<Item>(1000, 5000);
        int senders = 8;
        int each = 20_000;
        var threads =
                IntStream.range(0, senders)
                        .mapToObj(sender ->
                                Thread.startVirtualThread(() -> {
                                    for (int i = 0; i < each; i++) {
                                        try {
                                            queue.put(new Item(sender, i), 100);
                                        } catch (InterruptedException e) {
                                            return;
                                        }
                                    }
                                }))
                        .toList();
        var next = new int[senders];
        for (int taken = 0; taken < senders * each; ) {
            Entry<Item> entry = queue.poll();
            if (entry == null) {
                Thread.onSpinWait();
                continue;
            }
            taken++;
            queue.release(entry.weight());
            assertThat(entry.item().number()).isEqualTo(next[entry.item().sender()]++);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(queue.backlog()).isZero();
    }
}
