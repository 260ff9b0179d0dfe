// SPDX-License-Identifier: Apache-2.0

/** The story that {@code bin/demo} tells: a supervised Java server and a real Elixir node. */
@NullMarked
package dev.erloom.examples.demo;

import org.jspecify.annotations.NullMarked;
