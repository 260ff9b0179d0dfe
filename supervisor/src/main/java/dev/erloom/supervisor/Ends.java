// SPDX-License-Identifier: Apache-2.0
package dev.erloom.supervisor;

import dev.erloom.process.ExitReason;

/** What the end of a child means: the one table for every path a child can end on. */
final class Ends {
    private Ends() {}

    /** {@return whether a child that ended by itself is started again} */
    static boolean callsForRestart(Restart restart, ExitReason reason) {
        return switch (restart) {
            case PERMANENT -> true;
            case TRANSIENT -> reason.isAbnormal();
            case TEMPORARY -> false;
        };
    }

    /** {@return whether the end of a child that ended by itself is logged} */
    static boolean isReported(Restart restart, ExitReason reason) {
        return restart == Restart.PERMANENT || reason.isAbnormal();
    }

    /**
     * {@return whether a child that was told to end did so as told; anything else is logged} A
     * permanent child should have had no reason of its own to end.
     */
    static boolean isOrderly(ChildSpec spec, ExitReason reason) {
        boolean killed = spec.shutdown() instanceof Shutdown.BrutalKill;
        if (reason instanceof ExitReason.Killed) {
            return killed;
        }
        if (reason instanceof ExitReason.Shutdown && !killed) {
            return true;
        }
        return spec.restart() != Restart.PERMANENT && !reason.isAbnormal();
    }

    /**
     * {@return whether the supervisor ends too}
     *
     * @param ended a child that ended by itself and is not restarted
     * @param othersAreLeft whether another significant child runs or is about to
     */
    static boolean endsSupervisor(AutoShutdown when, ChildSpec ended, boolean othersAreLeft) {
        return switch (when) {
            case NEVER -> false;
            case ANY_SIGNIFICANT -> ended.isSignificant();
            case ALL_SIGNIFICANT -> ended.isSignificant() && !othersAreLeft;
        };
    }
}
