// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.erloom.testing.LogCapture;
import dev.erloom.testing.ManualClock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class StarvationTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private volatile boolean enough;

    private void computeForEver(CountDownLatch computing) {
        computing.countDown();
        while (!enough) {
            Thread.onSpinWait();
        }
    }

    @DisplayName("JV-6 processes that hold every carrier are named, once, with their stack")
    @Test
    void who_holds_every_carrier_is_named() throws Exception {
        ManualClock clock = new ManualClock();
        int carriers = Runtime.getRuntime().availableProcessors();
        CountDownLatch computing = new CountDownLatch(carriers);
        try (LogCapture log = LogCapture.ofCore();
                Node node = Node.start(with -> with.clock(clock).starvation(SECOND))) {
            for (int i = 0; i < carriers; i++) {
                node.spawn(() -> computeForEver(computing), with -> with.label("hog"));
            }
            computing.await();
            for (int looks = 0; looks < 6; looks++) {
                clock.advance(SECOND);
            }
            enough = true;

            assertThat(log.entries())
                    .hasSize(carriers)
                    .allSatisfy(entry -> {
                        assertThat(entry.text()).contains("(hog)", "PT1S");
                        assertThat(requireNonNull(entry.thrown()).getStackTrace())
                                .extracting(StackTraceElement::getMethodName)
                                .contains("computeForEver");
                    });
        }
    }

    @Test
    void the_limit_is_positive() {
        assertThatThrownBy(() -> Node.start(with -> with.starvation(Duration.ZERO)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("starvation must be > 0, was PT0S");
    }
}
