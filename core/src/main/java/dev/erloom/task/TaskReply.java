// SPDX-License-Identifier: Apache-2.0
package dev.erloom.task;

import dev.erloom.process.Ref;
import org.jspecify.annotations.Nullable;

/**
 * The value of a task as its owner finds it in its mailbox, Elixir's {@code {ref, result}}. Who
 * does not await a task handles this in {@code handleInfo}; a {@link dev.erloom.process.Down} with
 * the same reference follows, or comes alone when the task failed.
 *
 * @param ref the task, {@link Task#ref}
 * @param value what the work returned, or null
 */
public record TaskReply(Ref ref, @Nullable Object value) {

    /** {@return whether this is the value of the task {@code ref}; made for {@code when} guards} */
    public boolean isFor(Ref ref) {
        return this.ref.equals(ref);
    }
}
