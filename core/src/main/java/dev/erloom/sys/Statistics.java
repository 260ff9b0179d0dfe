// SPDX-License-Identifier: Apache-2.0
package dev.erloom.sys;

import java.time.Duration;

/**
 * What a process has received and sent while it was counted.
 *
 * @param start since when, as {@link dev.erloom.process.Processes#monotonicTime}
 * @param current until when
 * @param messagesIn how many messages it has received
 * @param messagesOut how many replies it has sent from its callbacks
 * @otp sys:statistics/2
 */
public record Statistics(Duration start, Duration current, long messagesIn, long messagesOut) {}
