// SPDX-License-Identifier: Apache-2.0

/** Supervision trees: processes that start, watch and restart other processes. */
@NullMarked
package dev.erloom.supervisor;

import org.jspecify.annotations.NullMarked;
