// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

/** When an alias that belongs to a monitor ends by itself. */
public enum AliasMode {
    /** Only by {@link Processes#unalias}; it outlives the monitor. */
    EXPLICIT_UNALIAS,
    /** With the monitor: when it is removed, or when its {@link Down} is delivered. */
    DEMONITOR,
    /**
     * As {@link #DEMONITOR}, and with the first message that arrives through it, which ends the
     * monitor as well.
     */
    REPLY_DEMONITOR
}
