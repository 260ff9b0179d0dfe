// SPDX-License-Identifier: Apache-2.0
package dev.erloom.supervisor;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The restarts of the last period. Owned by one supervisor; the time is given to it.
 *
 * <p>The arithmetic is OTP's: whole seconds, and a restart that is exactly a period old counts
 * still. So it is enough to know how many there were in each second.
 */
final class RestartWindow {
    private record Second(long time, long restarts) {}

    private final RestartIntensity intensity;

    /** The oldest first. */
    private final Deque<Second> seconds = new ArrayDeque<>();

    private long restarts;

    RestartWindow(RestartIntensity intensity) {
        this.intensity = intensity;
    }

    /** Counts one more restart at {@code now}, which never goes back; {@return if it is borne} */
    boolean add(Duration now) {
        long time = now.toSeconds();
        long oldest = time - intensity.period().toSeconds();
        while (!seconds.isEmpty() && seconds.getFirst().time < oldest) {
            restarts -= seconds.removeFirst().restarts;
        }
        boolean sameSecond = !seconds.isEmpty() && seconds.getLast().time == time;
        seconds.addLast(new Second(time, sameSecond ? seconds.removeLast().restarts + 1 : 1));
        restarts++;
        return restarts <= intensity.restarts();
    }

    @Override
    public String toString() {
        return restarts
                + " restarts of at most "
                + intensity.restarts()
                + " in "
                + intensity.period();
    }
}
