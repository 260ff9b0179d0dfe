// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

/**
 * An exit signal as a process that traps exits finds it in its mailbox, OTP's {@code {'EXIT', From,
 * Reason}}.
 *
 * @param from who sent it: the linked process that ended, or the caller of {@link Pid#exit}
 * @param reason why
 */
public record Exit(Pid from, ExitReason reason) {}
