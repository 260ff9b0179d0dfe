// SPDX-License-Identifier: Apache-2.0

/**
 * The same small programs on Erloom and on a real BEAM, and what differs.
 *
 * <p>{@link dev.erloom.oracle.Sections} lists the probes, {@link dev.erloom.oracle.Oracle} runs
 * both sides. How to add a probe: {@code docs/oracle.md}.
 */
@NullMarked
package dev.erloom.oracle;

import org.jspecify.annotations.NullMarked;
