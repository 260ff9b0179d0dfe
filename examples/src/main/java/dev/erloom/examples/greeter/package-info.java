// SPDX-License-Identifier: Apache-2.0

/** Plain processes and selective receive. */
@NullMarked
package dev.erloom.examples.greeter;

import org.jspecify.annotations.NullMarked;
