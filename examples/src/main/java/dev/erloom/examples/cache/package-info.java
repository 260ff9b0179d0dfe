// SPDX-License-Identifier: Apache-2.0

/** An agent: a state that several processes share. */
@NullMarked
package dev.erloom.examples.cache;

import org.jspecify.annotations.NullMarked;
