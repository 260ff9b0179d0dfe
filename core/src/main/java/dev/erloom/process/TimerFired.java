// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

/**
 * What {@link Processes#startTimer} delivers, OTP's {@code {timeout, TimerRef, Message}}.
 *
 * @param timer the timer
 * @param message the message it was started with
 */
public record TimerFired(Ref timer, Object message) {}
