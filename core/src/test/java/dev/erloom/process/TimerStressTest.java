// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TimerStressTest {
    private static final int TIMERS = 60;

    private record Tick(int number, Duration due) {}

    private record CancelAll(List<Ref> timers, Pid answer) {}

    private record Cancelled(Set<Ref> timers) {}

    @Test
    @DisplayName("TM-4 TM-6 TM-7 a timer fires once, in time and in order, or was cancelled")
    void a_timer_fires_or_was_cancelled() {
        StressRound.rounds(
                8,
                round -> {
                    NodeImpl node = round.node(with -> with);
                    Pid canceller = node.spawn(TimerStressTest::cancelForOthers);
                    SplittableRandom random = round.split();
                    node.run(() -> new Ticking(round, random, canceller).run());
                    canceller.exit(ExitReason.KILL);
                });
    }

    private static void cancelForOthers() {
        while (true) {
            CancelAll order = Processes.receive(CancelAll.class);
            Set<Ref> cancelled = new HashSet<>();
            for (Ref timer : order.timers()) {
                if (Processes.cancelTimer(timer).isPresent()) {
                    cancelled.add(timer);
                }
            }
            order.answer().send(new Cancelled(cancelled));
        }
    }

    /** Starts timers, cancels some while another process cancels some, and counts what comes. */
    private static final class Ticking {
        private final StressRound round;
        private final SplittableRandom random;
        private final Pid canceller;
        private final List<Ref> timers = new ArrayList<>();
        private final Map<Ref, Integer> cancelled = new HashMap<>();
        private final Set<Integer> ticked = new HashSet<>();

        Ticking(StressRound round, SplittableRandom random, Pid canceller) {
            this.round = round;
            this.random = random;
            this.canceller = canceller;
        }

        void run() {
            Duration first = Processes.monotonicTime().plusNanos(500_000);
            for (int i = 0; i < TIMERS; i++) {
                Duration due = first.plusNanos(random.nextInt(1_000_000));
                timers.add(Processes.sendAt(due, Processes.self(), new Tick(i, due)));
            }
            boolean inTime = Processes.monotonicTime().compareTo(first) < 0;
            canceller.send(new CancelAll(List.copyOf(timers), Processes.self()));
            for (int i = 0; i < TIMERS; i += 1 + random.nextInt(4)) {
                if (Processes.cancelTimer(timers.get(i)).isPresent()) {
                    cancelled.merge(timers.get(i), 1, Integer::sum);
                }
                Processes.receive(Tick.class, Duration.ofNanos(random.nextInt(30_000)))
                        .ifPresent(this::ticked);
            }
            for (Ref timer : Processes.receive(Cancelled.class).timers()) {
                cancelled.merge(timer, 1, Integer::sum);
            }
            Processes.sendAt(first.plusNanos(1_000_001), Processes.self(), "last");
            Duration before = Duration.ZERO;
            while (Processes.receive() instanceof Tick tick) {
                ticked(tick);
                if (inTime && tick.due().compareTo(before) < 0) {
                    round.violated(tick + " came after one due at " + before);
                }
                before = tick.due();
            }
            for (int i = 0; i < TIMERS; i++) {
                int ends = (ticked.contains(i) ? 1 : 0) + cancelled.getOrDefault(timers.get(i), 0);
                if (ends != 1) {
                    round.violated("timer " + i + " ended " + ends + " times");
                }
            }
        }

        private void ticked(Tick tick) {
            if (!ticked.add(tick.number())) {
                round.violated(tick + " came twice");
            }
            if (Processes.monotonicTime().compareTo(tick.due()) < 0) {
                round.violated(tick + " came early");
            }
        }
    }
}
