// SPDX-License-Identifier: Apache-2.0
package dev.erloom.registry;

import java.time.Duration;
import java.util.ArrayDeque;

/** Counts restarts as a supervisor with the default options does: at most 3 within 5 s. */
final class Restarts {
    private static final int INTENSITY = 3;
    private static final long PERIOD = 5;

    private final ArrayDeque<Long> seconds = new ArrayDeque<>(INTENSITY + 1);

    /** {@return whether one more restart at {@code now} is still all right} */
    boolean add(Duration now) {
        long second = now.toSeconds();
        seconds.removeIf(old -> old < second - PERIOD);
        seconds.add(second);
        return seconds.size() <= INTENSITY;
    }
}
