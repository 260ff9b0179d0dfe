// SPDX-License-Identifier: Apache-2.0

/** A generic server: a state, and messages that are handled one at a time. */
@NullMarked
package dev.erloom.examples.counter;

import org.jspecify.annotations.NullMarked;
