// SPDX-License-Identifier: Apache-2.0
package dev.erloom.supervisor;

/**
 * What applies to all children of a supervisor.
 *
 * @param strategy which siblings a failed child takes along
 * @param intensity how many restarts are borne
 * @param autoShutdown whether the end of significant children is the supervisor's
 */
record SupervisorFlags(Strategy strategy, RestartIntensity intensity, AutoShutdown autoShutdown) {

    /** OTP's. */
    static final SupervisorFlags DEFAULT =
            new SupervisorFlags(Strategy.ONE_FOR_ONE, RestartIntensity.DEFAULT, AutoShutdown.NEVER);
}
