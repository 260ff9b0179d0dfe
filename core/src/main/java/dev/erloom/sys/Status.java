// SPDX-License-Identifier: Apache-2.0
package dev.erloom.sys;

import dev.erloom.process.Pid;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a process says about itself.
 *
 * @param pid the process
 * @param module the name of the code that it runs
 * @param dictionary a copy of its dictionary
 * @param phase whether it runs or is suspended
 * @param parent who started it, if it heeds the end of that
 * @param debug what of it is being debugged: {@code trace}, {@code log N}, {@code statistics}, the
 *     ids of debug functions
 * @param log the events that are kept, oldest first, as its module formats them
 * @param state its state, as its module formats it
 * @otp sys:get_status/1
 */
public record Status(
        Pid pid,
        String module,
        Map<Object, Object> dictionary,
        Phase phase,
        Optional<Pid> parent,
        List<String> debug,
        List<?> log,
        Object state) {

    /** Whether a process handles messages. */
    public enum Phase {
        /** It does. */
        RUNNING,
        /** It handles system messages only. */
        SUSPENDED
    }
}
