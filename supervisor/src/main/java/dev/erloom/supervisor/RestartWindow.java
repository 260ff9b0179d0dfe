// SPDX-License-Identifier: Apache-2.0
package dev.erloom.supervisor;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The restarts of the last period. Owned by one supervisor; the time is given to it.
 *
 * <p>The arithmetic is OTP's: whole seconds, and a restart that is exactly a period old counts
 * still.
 */
final class RestartWindow {
    private final RestartIntensity intensity;

    /** In seconds, the oldest first; never more than one beyond what is borne. */
    private final Deque<Long> restarts = new ArrayDeque<>();

    RestartWindow(RestartIntensity intensity) {
        this.intensity = intensity;
    }

    /** Counts one more restart at {@code now}, which never goes back; {@return if it is borne} */
    boolean add(Duration now) {
        long second = now.toSeconds();
        long oldest = second - intensity.period().toSeconds();
        while (!restarts.isEmpty() && restarts.getFirst() < oldest) {
            restarts.removeFirst();
        }
        restarts.addLast(second);
        return restarts.size() <= intensity.restarts();
    }

    RestartIntensity intensity() {
        return intensity;
    }
}
