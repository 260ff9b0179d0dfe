// SPDX-License-Identifier: Apache-2.0

/**
 * Telemetry: named events with measurements, and handlers that run where an event happens.
 *
 * <p>Emit an event for what others may want to count or time; attach a handler to do that. Do not
 * use it to tell other parts of a program what to do: that is a message.
 *
 * {@snippet file="dev/erloom/telemetry/TelemetryExample.java" region="smallest"}
 *
 * <p>A null argument is a {@link NullPointerException} unless its description says otherwise.
 */
@NullMarked
package dev.erloom.telemetry;

import org.jspecify.annotations.NullMarked;
