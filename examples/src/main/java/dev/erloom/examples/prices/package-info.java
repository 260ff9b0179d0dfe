// SPDX-License-Identifier: Apache-2.0

/** A typed protocol that a Java node and an Elixir node share. */
@NullMarked
package dev.erloom.examples.prices;

import org.jspecify.annotations.NullMarked;
