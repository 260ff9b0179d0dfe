// SPDX-License-Identifier: Apache-2.0

/** A node inside an ordinary program, called by ordinary threads. */
@NullMarked
package dev.erloom.examples.orders;

import org.jspecify.annotations.NullMarked;
