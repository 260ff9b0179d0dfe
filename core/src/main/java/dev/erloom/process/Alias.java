// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

/** An active alias: somewhere a reference leads to. */
sealed interface Alias {

    /**
     * An alias of a process.
     *
     * @param once whether the first message ends it
     * @param monitor whether the monitor with the same reference ends with it, and it with the
     *     monitor
     */
    record OfProcess(ProcessImpl owner, boolean once, boolean monitor) implements Alias {}

    /** The alias of one call to another node. */
    record OfCall(Slot slot) implements Alias {}
}
