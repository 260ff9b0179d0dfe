// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.time.Duration;
import java.util.Optional;

/**
 * The answer to {@link Processes#cancelTimerAsync}.
 *
 * @param timer the timer that was cancelled
 * @param left the time that was left; empty when it had fired, was cancelled, or is no timer
 */
public record TimerCancelled(Ref timer, Optional<Duration> left) {}
