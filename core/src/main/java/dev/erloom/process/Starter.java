// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

/**
 * A start function, as a child specification holds it: run by the supervisor, in the supervisor's
 * process, once for the first start and once for each restart. It must link what it starts, as
 * every {@code startLink} does.
 *
 * @param <T> what the starter gets beside the pid
 */
@FunctionalInterface
public interface Starter<T> {

    /**
     * Starts a process and waits until it is ready.
     *
     * @throws Exception whatever goes wrong; a supervisor treats it as a failed start
     */
    StartResult<T> start() throws Exception;
}
