// SPDX-License-Identifier: Apache-2.0

/** Sessions: one server for each user, found by name, and a feed of what they do. */
@NullMarked
package dev.erloom.examples.sessions;

import org.jspecify.annotations.NullMarked;
