// SPDX-License-Identifier: Apache-2.0
package dev.erloom.port;

import dev.erloom.process.Atom;
import org.jspecify.annotations.Nullable;

/**
 * A program could not be started, OTP's {@code error:enoent} and the like of {@code open_port}.
 *
 * @otp erlang:open_port/2
 */
public final class PortException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Atom reason;

    PortException(String program, String reason, @Nullable Throwable cause) {
        super("cannot start " + program + ": " + reason, cause);
        this.reason = new Atom(reason);
    }

    /**
     * {@return the error of the operating system by its POSIX name: {@code enoent} when there is no
     * such program or directory, {@code eacces} when it may not be run, {@code e2big}, {@code
     * enomem}, …}
     */
    public Atom reason() {
        return reason;
    }
}
