// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.interop.distribution.TickWatch.Verdict;
import org.junit.jupiter.api.Test;

class TickWatchTest {
    private final TickWatch watch = new TickWatch(4);

    @Test
    void is_content_while_both_sides_speak() {
        assertThat(watch.check(1, 1, false)).isEqualTo(Verdict.FINE);
        assertThat(watch.check(2, 2, false)).isEqualTo(Verdict.FINE);
    }

    @Test
    void ticks_when_we_said_nothing() {
        watch.check(1, 1, false);

        assertThat(watch.check(2, 1, false)).isEqualTo(Verdict.TICK);
    }

    @Test
    void does_not_tick_behind_what_still_waits() {
        watch.check(1, 1, false);

        assertThat(watch.check(2, 1, true)).isEqualTo(Verdict.FINE);
    }

    @Test
    void asks_a_peer_that_says_nothing_whatever_we_said() {
        watch.check(1, 1, false);

        assertThat(watch.check(1, 2, false)).isEqualTo(Verdict.TICK);
    }

    @Test
    void gives_a_peer_up_after_four_silent_intervals() {
        watch.check(1, 1, false);

        assertThat(watch.check(1, 2, false)).isEqualTo(Verdict.TICK);
        assertThat(watch.check(1, 3, false)).isEqualTo(Verdict.TICK);
        assertThat(watch.check(1, 4, false)).isEqualTo(Verdict.TICK);
        assertThat(watch.check(1, 5, false)).isEqualTo(Verdict.DEAD);
    }

    @Test
    void begins_to_count_anew_with_each_byte() {
        watch.check(1, 1, false);
        watch.check(1, 2, false);
        watch.check(1, 3, false);
        watch.check(1, 4, false);
        watch.check(2, 5, false);

        assertThat(watch.check(2, 6, false)).isEqualTo(Verdict.TICK);
        assertThat(watch.check(2, 7, false)).isEqualTo(Verdict.TICK);
        assertThat(watch.check(2, 8, false)).isEqualTo(Verdict.TICK);
        assertThat(watch.check(2, 9, false)).isEqualTo(Verdict.DEAD);
    }
}
