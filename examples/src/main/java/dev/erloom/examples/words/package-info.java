// SPDX-License-Identifier: Apache-2.0

/** A port to a filter program. */
@NullMarked
package dev.erloom.examples.words;

import org.jspecify.annotations.NullMarked;
