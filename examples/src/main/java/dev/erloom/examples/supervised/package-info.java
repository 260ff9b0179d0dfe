// SPDX-License-Identifier: Apache-2.0

/** A supervision tree: a server that crashes is started again. */
@NullMarked
package dev.erloom.examples.supervised;

import org.jspecify.annotations.NullMarked;
