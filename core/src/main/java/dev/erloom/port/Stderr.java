// SPDX-License-Identifier: Apache-2.0
package dev.erloom.port;

/** Where a program's standard error goes. */
public enum Stderr {
    /** To the standard error of this Java program; the default. */
    INHERIT,

    /** Between the output, OTP's {@code stderr_to_stdout}. */
    MERGE,

    /** Nowhere. */
    DISCARD,

    /**
     * To the owner, as {@link Port.Data} of the kind {@link Port.Kind#ERROR}. How it interleaves
     * with the output is unspecified.
     */
    SEPARATE
}
