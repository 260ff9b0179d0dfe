// SPDX-License-Identifier: Apache-2.0

/** Tasks: several things at once, and a bounded number of them at a time. */
@NullMarked
package dev.erloom.examples.fetcher;

import org.jspecify.annotations.NullMarked;
