// SPDX-License-Identifier: Apache-2.0

/** What the tests of the examples share. */
@NullMarked
package dev.erloom.examples.testing;

import org.jspecify.annotations.NullMarked;
