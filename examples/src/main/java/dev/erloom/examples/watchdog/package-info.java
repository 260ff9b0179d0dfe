// SPDX-License-Identifier: Apache-2.0

/** Links, monitors, trapped exits and a timer. */
@NullMarked
package dev.erloom.examples.watchdog;

import org.jspecify.annotations.NullMarked;
