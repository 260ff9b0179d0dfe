// SPDX-License-Identifier: Apache-2.0
package dev.erloom.port;

/**
 * When a port is busy, OTP's {@code busy_limits_port}.
 *
 * @param low it is no longer busy when this many bytes are queued, or fewer
 * @param high it is busy when this many bytes are queued, or more
 */
public record Watermarks(int low, int high) {

    /** Makes limits; {@code 0 <= low <= high} and {@code high > 0}. */
    public Watermarks {
        if (low < 0 || high <= 0 || low > high) {
            throw new IllegalArgumentException(
                    "limits must be 0 <= low <= high and high > 0, was " + low + " and " + high);
        }
    }
}
