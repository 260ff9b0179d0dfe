// SPDX-License-Identifier: Apache-2.0
package dev.erloom.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.erloom.process.Timeouts;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class DeadlineTest {
    private final AtomicReference<Duration> now = new AtomicReference<>(Duration.ofSeconds(10));

    @Test
    void counts_down_to_zero_and_no_further() {
        Deadline deadline = Deadline.in(Duration.ofSeconds(5), now::get);

        assertThat(deadline.left()).isEqualTo(Duration.ofSeconds(5));
        now.set(Duration.ofSeconds(14));
        assertThat(deadline.left()).isEqualTo(Duration.ofSeconds(1));
        now.set(Duration.ofSeconds(16));
        assertThat(deadline.left()).isZero();
    }

    @Test
    void for_ever_is_never_over() {
        Deadline deadline = Deadline.in(Timeouts.INFINITY, now::get);

        assertThat(deadline.left()).isEqualTo(Timeouts.INFINITY);
        assertThat(deadline.end()).isNull();
    }

    @Test
    void the_past_is_refused() {
        assertThatThrownBy(() -> Deadline.in(Duration.ofSeconds(-1), now::get))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("timeout must be >= 0, was PT-1S");
    }
}
