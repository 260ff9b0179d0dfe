// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

/**
 * What all reasons have in common. Apart from {@link ExitReason}, because an interface with default
 * methods is initialised with each of its classes: with constants of those very classes, two
 * threads could wait for each other for ever.
 */
sealed interface Reason extends ExitReason
        permits ExitReason.Normal,
                ExitReason.Shutdown,
                ExitReason.ShutdownWith,
                ExitReason.Kill,
                ExitReason.Killed,
                ExitReason.NoProc,
                ExitReason.NoConnection,
                ExitReason.Timeout,
                ExitReason.CallingSelf,
                ExitReason.NodeDown,
                ExitReason.CallFailed,
                ExitReason.TaskFailed,
                ExitReason.BadReturnValue,
                ExitReason.Crash,
                ExitReason.Other {

    @Override
    default boolean isAbnormal() {
        return !(this instanceof Normal
                || this instanceof Shutdown
                || this instanceof ShutdownWith);
    }

    @Override
    default ExitReason root() {
        if (this instanceof CallFailed(var reason, _, _, _)) {
            return reason.root();
        }
        return this instanceof TaskFailed(var reason, _, _) ? reason.root() : this;
    }
}
