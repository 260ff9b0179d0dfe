// SPDX-License-Identifier: Apache-2.0

/** Whole nodes that talk to each other: Java to a real Elixir and back, and Java to Java. */
@NullMarked
package dev.erloom.interop.cluster;

import org.jspecify.annotations.NullMarked;
