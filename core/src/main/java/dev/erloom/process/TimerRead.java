// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.time.Duration;
import java.util.Optional;

/**
 * The answer to {@link Processes#readTimerAsync}.
 *
 * @param timer the timer that was read
 * @param left the time that is left; empty when it had fired, was cancelled, or is no timer
 */
public record TimerRead(Ref timer, Optional<Duration> left) {}
