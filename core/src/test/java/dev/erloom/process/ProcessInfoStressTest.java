// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A mailbox that is looked at from outside while mail comes and goes. */
class ProcessInfoStressTest {
    private static final int MESSAGES = 2_000;

    @Test
    @DisplayName("PI-1 RC-10 a mailbox in use shows no message twice, out of order or from nowhere")
    void a_mailbox_in_use_looks_like_one() {
        StressRound.rounds(
                8,
                round -> {
                    NodeImpl node = round.node(with -> with);
                    SplittableRandom choices = round.split();
                    CountDownLatch done = new CountDownLatch(1);
                    Pid receiver =
                            node.spawn(() -> {
                                for (int i = 0; i < MESSAGES; i++) {
                                    takeOne(choices);
                                }
                                done.countDown();
                                Processes.receive();
                            });
                    Thread sender =
                            Thread.ofPlatform()
                                    .start(() -> {
                                        for (int i = 0; i < MESSAGES; i++) {
                                            receiver.send(i);
                                        }
                                    });
                    while (done.getCount() > 0) {
                        List<Object> seen = ProcessInfo.messages(receiver);
                        assertThat(seen).hasSizeLessThanOrEqualTo(MESSAGES);
                        assertThat(seen.stream().map(Integer.class::cast).toList())
                                .isSorted()
                                .doesNotHaveDuplicates();
                    }
                    sender.join();
                    assertThat(ProcessInfo.messages(receiver)).isEmpty();
                });
    }

    /** Takes a message from somewhere, the oldest if chance finds no other. */
    private static void takeOne(SplittableRandom choices) {
        Predicate<Integer> chance = _ -> choices.nextInt(4) == 0;
        if (Processes.receive(Integer.class, chance, Duration.ZERO).isEmpty()) {
            Processes.receive();
        }
    }
}
