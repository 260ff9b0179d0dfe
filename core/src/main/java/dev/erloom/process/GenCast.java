// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

/**
 * A cast to or from another node, OTP's {@code {'$gen_cast', Message}}. Between processes of one
 * node a cast travels as the bare message.
 *
 * @param message the message
 */
public record GenCast(Object message) {}
