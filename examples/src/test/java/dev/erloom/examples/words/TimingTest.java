// SPDX-License-Identifier: Apache-2.0
package dev.erloom.examples.words;

import static dev.erloom.testing.InProcess.inProcess;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class TimingTest {
    @Test
    void counts_sorted_words() {
        inProcess(() -> {
            LongAdder words = new LongAdder();
            assertThat(Timing.countIn(words)).isTrue();
            assertThat(Timing.countIn(words)).isFalse();

            assertThat(Timing.sorted(List.of("b", "a"))).containsExactly("a", "b");

            assertThat(words.sum()).isEqualTo(2);
        });
    }
}
