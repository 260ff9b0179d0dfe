// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import org.jspecify.annotations.Nullable;

/**
 * The exit class of exceptions: what OTP's {@code exit/1} raises, and what a failed call, await or
 * start raises in its caller. Uncaught it ends the process with {@link #reason()}.
 *
 * @otp erlang:exit/1
 */
public final class ExitException extends RuntimeException {
    private static final long serialVersionUID = 1;

    @SuppressWarnings(
            "serial") // a reason holds arbitrary values; an exit is not sent by Java serialization
    private final ExitReason reason;

    /** Makes an exit with {@code reason}. */
    public ExitException(ExitReason reason) {
        super(null, causeOf(reason));
        this.reason = reason;
    }

    /** {@return the reason as text; made when asked for, since a reason may hold large values} */
    @Override
    public String getMessage() {
        return String.valueOf(reason);
    }

    /** {@return the reason with which a process ends that does not catch this} */
    public ExitReason reason() {
        return reason;
    }

    private static @Nullable Throwable causeOf(ExitReason reason) {
        return reason.root() instanceof ExitReason.Crash(Throwable cause) ? cause : null;
    }
}
