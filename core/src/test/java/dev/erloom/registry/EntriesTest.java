// SPDX-License-Identifier: Apache-2.0
package dev.erloom.registry;

import static dev.erloom.process.Processes.self;
import static dev.erloom.testing.InProcess.inProcess;
import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.process.Pid;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EntriesTest {
    private static Registration<String, Integer> registration(
            Entries<String, Integer> entries, String key, int value) {
        return entries.newRegistration(self(), new Entry<>(key, self(), value));
    }

    @Test
    void duplicate_keys_stay_in_order_and_leave_nothing() {
        inProcess(() -> {
            Entries<String, Integer> entries = new Entries<>(new Keys.Duplicate<>());
            var one = registration(entries, "k", 1);
            var two = registration(entries, "k", 2);
            var three = registration(entries, "other", 3);
            entries.add(one);
            entries.add(two);
            entries.add(three);

            assertThat(entries.keys().at("k")).extracting(Entry::value).containsExactly(1, 2);
            assertThat(entries.of("k", self())).containsExactly(one, two);
            assertThat(entries.of(self())).containsExactly(one, two, three);

            entries.remove(one);
            entries.remove(one);
            assertThat(entries.keys().count()).isEqualTo(2);
            entries.removeAllOf(self());
            assertThat(entries.isEmpty()).isTrue();
            assertThat(entries.has(self())).isFalse();
        });
    }

    @Test
    void a_unique_key_is_taken_once() {
        inProcess(() -> {
            Keys<String, Integer> shared = new Keys.Unique<>();
            Entries<String, Integer> entries = new Entries<>(shared);
            Entries<String, Integer> others = new Entries<>(shared);
            var one = registration(entries, "k", 1);
            var two = registration(others, "k", 2);

            assertThat(entries.add(one)).isNull();
            assertThat(others.add(two)).isSameAs(one);

            assertThat(others.has(self())).isFalse();
            others.remove(two); // not what is there
            assertThat(shared.at("k")).extracting(Entry::value).containsExactly(1);
            entries.remove(one);
            assertThat(shared.count()).isZero();
        });
    }

    @Test
    void few_of_many_are_found_from_either_side() {
        inProcess(() -> {
            Pid other = Registrant.start().pid();
            Entries<String, Integer> entries = new Entries<>(new Keys.Duplicate<>());
            for (int i = 0; i < 100; i++) {
                entries.add(entries.newRegistration(self(), new Entry<>("crowd", other, i)));
            }
            for (int i = 0; i < 10; i++) {
                entries.add(registration(entries, "k" + i, i));
            }
            var mine = registration(entries, "crowd", 7);
            entries.add(mine);

            assertThat(entries.of("crowd", self())).containsExactly(mine);
            assertThat(entries.of("k3", self())).hasSize(1);
            assertThat(entries.of("crowd", other)).hasSize(100);
        });
    }

    @Test
    void locks_queue() {
        Locks<String> locks = new Locks<>();
        assertThat(locks.acquire("k", "a")).isTrue();
        assertThat(locks.acquire("k", "b")).isFalse();
        assertThat(locks.acquire("k", "c")).isFalse();
        assertThat(locks.acquire("other", "d")).isTrue();
        assertThat(locks.holder("k")).isEqualTo("a");

        assertThat(locks.release("k", "b")).isNull();
        assertThat(locks.release("k", "a")).isEqualTo("c");
        assertThat(locks.release("k", "a")).isNull();
        assertThat(locks.release("k", "c")).isNull();
        assertThat(locks.holder("k")).isNull();
        assertThat(locks.release("k", "c")).isNull();
        assertThat(locks.acquire("k", "e")).isTrue();
    }

    @Test
    void restarts_are_counted_in_a_window() {
        Restarts restarts = new Restarts();
        assertThat(restarts.add(Duration.ofSeconds(10))).isTrue();
        assertThat(restarts.add(Duration.ofSeconds(10))).isTrue();
        assertThat(restarts.add(Duration.ofSeconds(15))).isTrue();
        assertThat(restarts.add(Duration.ofSeconds(16))).isTrue(); // the first two are old
        assertThat(restarts.add(Duration.ofSeconds(17))).isTrue();
        assertThat(restarts.add(Duration.ofMillis(20_900))).isFalse();
    }
}
