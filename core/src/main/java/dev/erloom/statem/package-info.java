// SPDX-License-Identifier: Apache-2.0

/** x. */
@NullMarked
package dev.erloom.statem;

import org.jspecify.annotations.NullMarked;
