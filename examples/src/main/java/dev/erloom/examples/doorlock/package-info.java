// SPDX-License-Identifier: Apache-2.0

/** A state machine: states, time-outs, messages that wait for another state. */
@NullMarked
package dev.erloom.examples.doorlock;

import org.jspecify.annotations.NullMarked;
