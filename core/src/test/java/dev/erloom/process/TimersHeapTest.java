// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.testing.ManualClock;
import dev.erloom.testing.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TimersHeapTest {
    private final ManualClock clock = new ManualClock();
    private final Timers timers = new Timers(clock);
    private final List<Object> fired = new ArrayList<>();

    private final class Recorder extends Timers.Entry {
        private final Object name;

        Recorder(Object name) {
            this.name = name;
        }

        @Override
        void fire() {
            fired.add(name);
        }

        Recorder at(long time) {
            timers.schedule(this, time);
            return this;
        }
    }

    private void advanceTo(long time) {
        clock.advance(Duration.ofNanos(time - clock.nanoTime()));
    }

    @Test
    void fires_in_the_order_of_time() {
        new Recorder("c").at(3);
        new Recorder("a").at(1);
        new Recorder("b").at(2);
        advanceTo(2);

        assertThat(fired).containsExactly("a", "b");
        assertThat(timers.size()).isEqualTo(1);
    }

    @Test
    void fires_what_is_due_at_the_same_time_in_the_order_of_its_start() {
        for (int i = 0; i < 100; i++) {
            new Recorder(i).at(5);
        }
        advanceTo(5);

        assertThat(fired).hasSize(100).isSortedAccordingTo(Comparator.comparing(i -> (int) i));
    }

    @Test
    void fires_what_is_overdue_at_once() {
        advanceTo(10);
        new Recorder("late").at(3);
        clock.advance(Duration.ZERO);

        assertThat(fired).containsExactly("late");
    }

    @Test
    void moves_an_entry_to_an_earlier_time_only() {
        Recorder entry = new Recorder("a").at(5);
        entry.at(8);
        assertThat(entry.due()).isEqualTo(5);
        entry.at(2);
        assertThat(entry.due()).isEqualTo(2);
        advanceTo(10);

        assertThat(fired).containsExactly("a");
    }

    @Test
    void cancels_once() {
        Recorder entry = new Recorder("a").at(5);

        assertThat(timers.cancel(entry)).isTrue();
        assertThat(timers.cancel(entry)).isFalse();
        assertThat(entry.due()).isEqualTo(Timeouts.NEVER);
        advanceTo(10);
        assertThat(fired).isEmpty();
    }

    @Test
    void cancels_nothing_that_has_fired_and_takes_it_again() {
        Recorder entry = new Recorder("a").at(5);
        advanceTo(5);
        assertThat(timers.cancel(entry)).isFalse();
        entry.at(6);
        advanceTo(6);

        assertThat(fired).containsExactly("a", "a");
    }

    @Test
    void never_fires_at_the_end_of_time() {
        new Recorder("never").at(Timeouts.NEVER);

        assertThat(timers.size()).isZero();
    }

    @Test
    void may_be_changed_by_what_fires() {
        Recorder victim = new Recorder("victim").at(7);
        Timers.Entry entry =
                new Timers.Entry() {
                    @Override
                    void fire() {
                        fired.add(timers.now());
                        timers.cancel(victim);
                        if (timers.now() < 20) {
                            timers.schedule(this, timers.now() + 5);
                        }
                    }
                };
        timers.schedule(entry, 5);
        advanceTo(100);

        assertThat(fired).containsExactly(5L, 10L, 15L, 20L);
        assertThat(timers.size()).isZero();
    }

    @Test
    void drops_everything_when_it_is_closed() {
        Recorder entry = new Recorder("a").at(5);
        timers.close();
        new Recorder("b").at(6);
        advanceTo(10);

        assertThat(fired).isEmpty();
        assertThat(timers.size()).isZero();
        assertThat(timers.cancel(entry)).isFalse();
        assertThat(entry.due()).isEqualTo(Timeouts.NEVER);
    }

    @Test
    void counts_from_its_start() {
        advanceTo(1000);
        Timers later = new Timers(clock);
        advanceTo(1003);

        assertThat(later.now()).isEqualTo(3);
    }

    /** What the model knows of an entry: when it is due, and when that was said. */
    private record Due(long time, int order) {}

    @Test
    void does_what_a_sorted_list_would_do() {
        Seeds.run(
                300,
                random -> {
                    Map<Integer, Recorder> entries = new HashMap<>();
                    Map<Integer, Due> model = new HashMap<>();
                    List<Object> expected = new ArrayList<>();
                    fired.clear();
                    for (int step = 0; step < 400; step++) {
                        int name = random.nextInt(60);
                        Recorder entry = entries.computeIfAbsent(name, Recorder::new);
                        switch (random.nextInt(10)) {
                            case 0, 1, 2, 3, 4, 5 -> {
                                Due due = new Due(timers.now() + random.nextInt(50), step);
                                model.merge(
                                        name, due, (old, now) -> now.time < old.time ? now : old);
                                entry.at(due.time);
                            }
                            case 6, 7 ->
                                    assertThat(timers.cancel(entry))
                                            .isEqualTo(model.remove(name) != null);
                            default -> {
                                long until = timers.now() + random.nextInt(20);
                                expected.addAll(takeDue(model, until));
                                advanceTo(until);
                            }
                        }
                        assertThat(timers.size()).isEqualTo(model.size());
                        assertThat(fired).isEqualTo(expected);
                    }
                    advanceTo(timers.now() + 50);
                    expected.addAll(takeDue(model, timers.now()));
                    assertThat(fired).isEqualTo(expected);
                    assertThat(timers.size()).isZero();
                });
    }

    private static List<Integer> takeDue(Map<Integer, Due> model, long until) {
        List<Integer> due =
                model.entrySet().stream()
                        .filter(entry -> entry.getValue().time <= until)
                        .sorted(
                                Comparator.comparing((Map.Entry<Integer, Due> entry) ->
                                                entry.getValue().time)
                                        .thenComparing(entry -> entry.getValue().order))
                        .map(Map.Entry::getKey)
                        .toList();
        due.forEach(model::remove);
        return due;
    }
}
