// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import static dev.erloom.process.Mailbox.Push.DONE;
import static dev.erloom.process.Mailbox.Push.REFUSED;
import static dev.erloom.process.Mailbox.Push.WAKE_OWNER;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.testing.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MailboxTest {
    private final Mailbox mailbox = new Mailbox();

    private Mailbox.Push push(Object message) {
        return mailbox.push(new MailNode(message));
    }

    /** The messages from a node on; the way back is checked, too. */
    private static List<Object> from(@Nullable MailNode first) {
        List<Object> messages = new ArrayList<>();
        MailNode before = null;
        for (MailNode node = first; node != null; node = node.next) {
            assertThat(node.previous).isSameAs(before);
            messages.add(node.message);
            before = node;
        }
        return messages;
    }

    private List<Object> seen() {
        List<Object> messages = from(mailbox.first());
        MailNode last = mailbox.last();
        assertThat(last == null ? null : last.message)
                .isEqualTo(messages.isEmpty() ? null : messages.getLast());
        return messages;
    }

    private MailNode node(int index) {
        MailNode node = mailbox.first();
        for (int i = 0; i < index && node != null; i++) {
            node = node.next;
        }
        assertThat(node).isNotNull();
        return requireNonNull(node);
    }

    @Test
    void shows_nothing_before_it_is_drained() {
        push(1);

        assertThat(seen()).isEmpty();
        mailbox.drain();
        assertThat(seen()).containsExactly(1);
    }

    @Test
    void keeps_the_order_of_arrival_over_several_drains() {
        push(1);
        push(2);
        push(3);
        mailbox.drain();
        mailbox.drain();
        push(4);
        push(5);
        mailbox.drain();

        assertThat(seen()).containsExactly(1, 2, 3, 4, 5);
        assertThat(mailbox.size()).isEqualTo(5);
    }

    @Test
    void removes_at_both_ends_and_in_the_middle() {
        for (int i = 0; i < 5; i++) {
            push(i);
        }
        mailbox.drain();

        mailbox.remove(node(2));
        assertThat(seen()).containsExactly(0, 1, 3, 4);
        mailbox.remove(node(0));
        assertThat(seen()).containsExactly(1, 3, 4);
        mailbox.remove(node(2));
        assertThat(seen()).containsExactly(1, 3);
        push(5);
        mailbox.drain();
        assertThat(seen()).containsExactly(1, 3, 5);
    }

    @Test
    void is_empty_once_the_only_message_is_removed() {
        push(1);
        mailbox.drain();
        mailbox.remove(node(0));
        assertThat(seen()).isEmpty();
        push(2);
        mailbox.drain();

        assertThat(seen()).containsExactly(2);
    }

    @Test
    void counts_what_was_not_drained() {
        push(1);
        mailbox.drain();
        push(2);

        assertThat(mailbox.size()).isEqualTo(2);
    }

    @Test
    void does_not_arm_while_there_is_unseen_mail() {
        push(1);
        assertThat(mailbox.arm()).isFalse();
        assertThat(mailbox.isMet()).isTrue();
        mailbox.drain();

        assertThat(mailbox.arm()).isTrue();
        assertThat(mailbox.isMet()).isFalse();
    }

    @Test
    void only_the_first_message_after_arming_wakes() {
        assertThat(push(0)).isEqualTo(DONE);
        mailbox.drain();
        mailbox.arm();

        assertThat(push(1)).isEqualTo(WAKE_OWNER);
        assertThat(mailbox.isMet()).isTrue();
        assertThat(push(2)).isEqualTo(DONE);
        mailbox.drain();
        assertThat(seen()).containsExactly(0, 1, 2);
    }

    @Test
    void stays_armed_after_a_wait_in_vain() {
        assertThat(mailbox.arm()).isTrue();
        mailbox.drain();
        assertThat(mailbox.arm()).isTrue();

        assertThat(push(1)).isEqualTo(WAKE_OWNER);
    }

    @Test
    void returns_what_was_left_when_it_is_closed() {
        push(1);
        push(2);
        mailbox.drain();
        push(3);
        push(4);

        assertThat(from(mailbox.close())).containsExactly(1, 2, 3, 4);
        assertThat(push(5)).isEqualTo(REFUSED);
        mailbox.drain();
        assertThat(seen()).isEmpty();
    }

    @Test
    void closes_while_armed() {
        mailbox.arm();

        assertThat(mailbox.close()).isNull();
        assertThat(push(1)).isEqualTo(REFUSED);
    }

    @Test
    void does_what_a_list_would_do() {
        Seeds.run(
                500,
                random -> {
                    Mailbox box = new Mailbox();
                    List<Object> seen = new ArrayList<>();
                    List<Object> unseen = new ArrayList<>();
                    boolean armed = false;
                    for (int step = 0; step < 300; step++) {
                        switch (random.nextInt(8)) {
                            case 0, 1, 2 -> {
                                boolean wakes = armed && unseen.isEmpty();
                                assertThat(box.push(new MailNode(step)))
                                        .isEqualTo(wakes ? WAKE_OWNER : DONE);
                                unseen.add(step);
                                armed = false;
                            }
                            case 3 -> {
                                box.drain();
                                seen.addAll(unseen);
                                unseen.clear();
                            }
                            case 4 -> {
                                armed = unseen.isEmpty();
                                assertThat(box.arm()).isEqualTo(armed);
                            }
                            case 5 -> {
                                List<Object> all = new ArrayList<>(seen);
                                all.addAll(unseen);
                                assertThat(box.size()).isEqualTo(all.size());
                                assertThat(box.messages()).isEqualTo(all);
                            }
                            default -> removeOne(box, seen, random);
                        }
                        assertThat(from(box.first())).isEqualTo(seen);
                    }
                    seen.addAll(unseen);
                    assertThat(from(box.close())).isEqualTo(seen);
                });
    }

    private static void removeOne(Mailbox box, List<Object> seen, Random random) {
        if (seen.isEmpty()) {
            return;
        }
        int index = random.nextInt(seen.size());
        MailNode node = box.first();
        for (int i = 0; i < index && node != null; i++) {
            node = node.next;
        }
        box.remove(requireNonNull(node));
        seen.remove(index);
    }

    /** The owner waits for a permit whenever it has armed; a wake-up too few would hang it. */
    @Test
    void many_senders_wake_the_owner_once_for_each_time_it_waits() throws InterruptedException {
        int senders = 4;
        int each = 25_000;
        Semaphore wakes = new Semaphore(0);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < senders; i++) {
            int sender = i;
            threads.add(
                    Thread.ofPlatform()
                            .start(() -> {
                                for (int number = 0; number < each; number++) {
                                    if (push(List.of(sender, number)) == WAKE_OWNER) {
                                        wakes.release();
                                    }
                                }
                            }));
        }
        int[] next = new int[senders];
        int taken = 0;
        while (taken < senders * each) {
            if (mailbox.arm()) {
                wakes.acquire();
            }
            mailbox.drain();
            for (MailNode node = mailbox.first(); node != null; node = mailbox.first()) {
                List<?> message = (List<?>) node.message;
                int sender = (int) message.get(0);
                assertThat(message.get(1)).isEqualTo(next[sender]);
                next[sender]++;
                taken++;
                mailbox.remove(node);
            }
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(wakes.availablePermits()).as("wake-ups that nobody waited for").isZero();
        assertThat(next).containsOnly(each);
    }
}
