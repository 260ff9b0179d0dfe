// SPDX-License-Identifier: Apache-2.0
package dev.erloom.task;

import dev.erloom.process.ExitReason;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a task ended.
 *
 * @param <T> the type of the value
 */
public sealed interface TaskResult<T extends @Nullable Object> {

    /**
     * {@code {ok, Value}}: the work is done.
     *
     * @param value what it returned
     * @param <T> the type of the value
     */
    record Ok<T extends @Nullable Object>(T value) implements TaskResult<T> {}

    /**
     * {@code {exit, Reason}}: the task ended without a value.
     *
     * @param reason why; {@link Input} inside {@link ExitReason.Other} when the stream was asked to
     *     add the input
     * @param <T> the type of the value
     */
    record Exit<T extends @Nullable Object>(ExitReason reason) implements TaskResult<T> {
        /** Makes a result; {@code reason} is not null. */
        public Exit {
            Objects.requireNonNull(reason, "reason");
        }

        /** {@return what the failed task worked on, if the stream was asked to add it} */
        public Optional<Input> input() {
            return reason instanceof ExitReason.Other(Input input)
                    ? Optional.of(input)
                    : Optional.empty();
        }
    }

    /**
     * {@code {Input, Reason}}: why a task ended, and what it worked on.
     *
     * @param input the element of the input, or null
     * @param reason why
     */
    record Input(@Nullable Object input, ExitReason reason) {
        @Override
        public String toString() {
            return "{" + input + ", " + reason + "}";
        }
    }
}
