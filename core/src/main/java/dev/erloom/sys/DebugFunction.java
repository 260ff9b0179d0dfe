// SPDX-License-Identifier: Apache-2.0
package dev.erloom.sys;

import java.util.Optional;

/**
 * A function that sees every event of a process, with a state of its own.
 *
 * @param <F> the state of the function
 */
@FunctionalInterface
public interface DebugFunction<F> {

    /**
     * Looks at an event. It runs in the process, between two messages.
     *
     * @return the next state; empty when the function is done, and removed
     * @throws Exception removes it as well; the process goes on
     */
    Optional<F> see(F state, DebugEvent event) throws Exception;
}
