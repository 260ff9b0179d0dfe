// SPDX-License-Identifier: Apache-2.0
package dev.erloom.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RestartWindowTest {
    private static RestartWindow window(int restarts, int seconds) {
        return new RestartWindow(new RestartIntensity(restarts, Duration.ofSeconds(seconds)));
    }

    private static boolean add(RestartWindow window, double seconds) {
        return window.add(Duration.ofMillis((long) (seconds * 1000)));
    }

    @DisplayName("SU-35 intensity 0 bears nothing")
    @Test
    void intensity_0_bears_nothing() {
        assertThat(add(window(0, 5), 0)).isFalse();
    }

    @DisplayName("SU-34 as many as the intensity are borne, one more is not")
    @Test
    void one_more_than_the_intensity_is_too_many() {
        RestartWindow window = window(2, 5);

        assertThat(add(window, 1)).isTrue();
        assertThat(add(window, 1)).isTrue();
        assertThat(add(window, 1)).isFalse();
    }

    @DisplayName("SU-34 a restart exactly a period ago counts still, in whole seconds")
    @Test
    void counts_in_whole_seconds_of_a_closed_window() {
        RestartWindow window = window(1, 5);

        assertThat(add(window, 0.0)).isTrue();
        assertThat(add(window, 5.999)).isFalse();
    }

    @DisplayName("SU-34 a restart more than a period ago is forgotten, in whole seconds")
    @Test
    void forgets_what_is_older_than_the_period() {
        RestartWindow window = window(1, 5);

        assertThat(add(window, 0.999)).isTrue();
        assertThat(add(window, 6.0)).isTrue();
        assertThat(add(window, 12.0)).isTrue();
    }

    @DisplayName("SU-34 against a model, at random")
    @Test
    void agrees_with_the_model() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int run = 0; run < 500; run++) {
            int restarts = random.nextInt(6);
            int period = 1 + random.nextInt(6);
            RestartWindow window = window(restarts, period);
            List<Long> model = new ArrayList<>();
            long now = 0;
            for (int step = 0; step < 60; step++) {
                now += random.nextBoolean() ? 0 : random.nextInt(3000);
                long second = now / 1000;
                model.add(second);
                boolean borne =
                        model.stream().filter(at -> at >= second - period).count() <= restarts;
                assertThat(window.add(Duration.ofMillis(now)))
                        .as("seed %s run %s step %s", seed, run, step)
                        .isEqualTo(borne);
            }
        }
    }

    @DisplayName("SU-6 sup_flags: {invalid_intensity, _}, {invalid_period, _}")
    @Test
    void refuses_what_cannot_be_an_intensity() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> window(-1, 5))
                .withMessage("intensity must be >= 0, was -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> window(1, 0))
                .withMessage("period must be a whole number of seconds >= 1, was PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RestartIntensity(1, Duration.ofMillis(1500)))
                .withMessage("period must be a whole number of seconds >= 1, was PT1.5S");
    }
}
