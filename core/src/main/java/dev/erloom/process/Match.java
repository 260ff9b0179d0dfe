// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

/**
 * What a clause of a selective receive says about one message.
 *
 * <p>The message under test is hidden from nested receives while the clause runs. It leaves the
 * mailbox when the clause returns {@link #take}, and stays in its place on {@link #skip} or when
 * the clause throws.
 *
 * @param <T> what the receive returns
 */
public sealed interface Match<T> permits Taken, Skipped {

    /** {@return an answer that takes the message and makes the receive return {@code value}} */
    static <T> Match<T> take(T value) {
        return new Taken<>(value);
    }

    /** {@return an answer that leaves the message where it is} */
    @SuppressWarnings("unchecked") // Skipped holds no T
    static <T> Match<T> skip() {
        return (Match<T>) Skipped.SKIP;
    }
}

enum Skipped implements Match<Object> {
    SKIP
}
