// SPDX-License-Identifier: Apache-2.0
package dev.erloom.task;

import org.jspecify.annotations.Nullable;

/**
 * What each task of a stream does with its element.
 *
 * @param <A> the element
 * @param <B> the value
 */
@FunctionalInterface
public interface Work<A extends @Nullable Object, B extends @Nullable Object> {

    /**
     * Does the work.
     *
     * @throws Exception ends the task
     */
    B apply(A input) throws Exception;
}
