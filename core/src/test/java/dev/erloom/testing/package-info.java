// SPDX-License-Identifier: Apache-2.0

/**
 * What the tests of all modules share.
 *
 * <p>It is published to them as the test-jar of core and uses only what core exports. A helper of
 * one test class stays in that class.
 */
@NullMarked
package dev.erloom.testing;

import org.jspecify.annotations.NullMarked;
