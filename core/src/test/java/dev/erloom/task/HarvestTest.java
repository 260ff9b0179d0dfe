// SPDX-License-Identifier: Apache-2.0
package dev.erloom.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HarvestTest {
    @Test
    void is_done_when_all_are_in() {
        Harvest<String, Integer> harvest = new Harvest<>(List.of("a", "b"), Integer.MAX_VALUE);

        harvest.add("b", 2);
        assertThat(harvest.isDone()).isFalse();
        assertThat(harvest.pending()).containsExactly("a");

        harvest.add("a", 1);
        assertThat(harvest.isDone()).isTrue();
        assertThat(harvest.of("a")).contains(1);
        assertThat(harvest.of("b")).contains(2);
    }

    @Test
    void is_done_at_its_limit() {
        Harvest<String, Integer> harvest = new Harvest<>(List.of("a", "b", "c"), 2);

        harvest.add("c", 3);
        harvest.add("a", 1);

        assertThat(harvest.isDone()).isTrue();
        assertThat(harvest.of("b")).isEmpty();
    }

    @Test
    void wants_no_more_than_there_are() {
        assertThat(new Harvest<>(List.of(), 3).isDone()).isTrue();
    }

    @Test
    void counts_a_task_once() {
        Harvest<String, Integer> harvest = new Harvest<>(List.of("a", "a"), 2);

        harvest.add("a", 1);
        harvest.add("a", 2);

        assertThat(harvest.isDone()).isTrue();
        assertThat(harvest.of("a")).contains(1);
    }

    @Test
    void drops_what_it_does_not_wait_for() {
        Harvest<String, Integer> harvest = new Harvest<>(List.of("a"), 1);

        harvest.add("stranger", 1);

        assertThat(harvest.isDone()).isFalse();
        assertThat(harvest.of("stranger")).isEmpty();
    }
}
