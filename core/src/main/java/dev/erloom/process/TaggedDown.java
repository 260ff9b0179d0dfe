// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

/**
 * A {@link Down} of a monitor that was made with {@link MonitorOptions#tag}, OTP's {@code {Tag,
 * Ref, process, Object, Reason}}.
 *
 * @param tag the tag of the monitor
 * @param down the rest
 */
public record TaggedDown(Object tag, Down down) {}
