// SPDX-License-Identifier: Apache-2.0
/**
 * Looking into running processes: their state, their status, what they receive and send; and
 * suspending them, as OTP's {@code sys} does.
 *
 * <p>For finding out what a program does, in a test or by hand. Not for the program itself: what
 * others need of a server belongs into its protocol.
 *
 * <p>{@link Sys} is the side that asks. Every behaviour of this library answers; a process that is
 * none, but was started with {@link dev.erloom.process.ProcLib}, answers with the help of {@link
 * SystemMessages}.
 *
 * {@snippet :
 * Sys.trace(counter, true);
 * Object state = Sys.getState(counter);
 * Sys.replaceState(counter, (Long count) -> count + 1);
 * }
 */
@NullMarked
package dev.erloom.sys;

import org.jspecify.annotations.NullMarked;
