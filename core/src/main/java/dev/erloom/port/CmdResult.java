// SPDX-License-Identifier: Apache-2.0
package dev.erloom.port;

import java.nio.charset.StandardCharsets;

/** What a program has written, and how it ended. */
public final class CmdResult {
    private final byte[] output;
    private final byte[] errors;
    private final int status;

    CmdResult(byte[] output, byte[] errors, int status) {
        this.output = output;
        this.errors = errors;
        this.status = status;
    }

    /** {@return the output in UTF-8} */
    public String text() {
        return new String(output, StandardCharsets.UTF_8);
    }

    /** {@return a copy of the output} */
    public byte[] bytes() {
        return output.clone();
    }

    /**
     * {@return standard error in UTF-8; empty unless it was asked for by {@link Stderr#SEPARATE}}
     */
    public String errors() {
        return new String(errors, StandardCharsets.UTF_8);
    }

    /** {@return the exit status, as in {@link Port.ExitStatus}} */
    public int status() {
        return status;
    }

    @Override
    public String toString() {
        return "status " + status + ", output " + text();
    }
}
