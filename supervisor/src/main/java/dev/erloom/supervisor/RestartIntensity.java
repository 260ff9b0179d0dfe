// SPDX-License-Identifier: Apache-2.0
package dev.erloom.supervisor;

import java.time.Duration;

/**
 * How many restarts a supervisor bears.
 *
 * @param restarts how many within {@code period} are still borne; the next one ends the supervisor
 * @param period whole seconds, since OTP counts in them
 */
record RestartIntensity(int restarts, Duration period) {

    /** OTP's: one restart in 5 s. */
    static final RestartIntensity DEFAULT = new RestartIntensity(1, Duration.ofSeconds(5));

    RestartIntensity {
        if (restarts < 0) {
            throw new IllegalArgumentException("intensity must be >= 0, was " + restarts);
        }
        if (period.toSeconds() < 1 || !period.equals(Duration.ofSeconds(period.toSeconds()))) {
            throw new IllegalArgumentException(
                    "period must be a whole number of seconds >= 1, was " + period);
        }
    }
}
