// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

/**
 * What a process runs. Returning ends the process with {@code normal}; an exception that leaves it
 * is its crash.
 */
@FunctionalInterface
public interface ProcessBody {

    /**
     * Runs once, on the process's own thread.
     *
     * @throws Exception whatever the body does not handle; it becomes the exit reason
     */
    void run() throws Exception;
}
