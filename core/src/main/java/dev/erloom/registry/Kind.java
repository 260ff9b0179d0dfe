// SPDX-License-Identifier: Apache-2.0
package dev.erloom.registry;

/** How many processes a key may have, and what decides about their partition. */
enum Kind {
    UNIQUE,
    DUPLICATE_BY_PID,
    DUPLICATE_BY_KEY
}
