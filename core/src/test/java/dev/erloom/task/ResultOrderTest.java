// SPDX-License-Identifier: Apache-2.0
package dev.erloom.task;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ResultOrderTest {
    @Test
    void a_slow_first_one_keeps_those_behind_it() {
        ResultOrder<String> order = new ResultOrder<>(true);

        assertThat(order.add(2, "c")).isEmpty();
        assertThat(order.add(1, "b")).isEmpty();
        assertThat(order.add(0, "a")).containsExactly("a", "b", "c");
        assertThat(order.add(4, "e")).isEmpty();
        assertThat(order.add(3, "d")).containsExactly("d", "e");
    }

    @Test
    void without_order_each_is_handed_on_at_once() {
        ResultOrder<String> order = new ResultOrder<>(false);

        assertThat(order.add(2, "c")).containsExactly("c");
        assertThat(order.add(0, "a")).containsExactly("a");
    }
}
