// SPDX-License-Identifier: Apache-2.0
package dev.erloom.statem;

import java.util.List;
import java.util.Map;

/**
 * What a state machine shows of itself, in a status or a report.
 *
 * @param state the state
 * @param data the data
 * @param queued the messages that it has still to handle before its mailbox, oldest first
 * @param postponed the messages that are put off, oldest first
 * @param timeouts the messages of the time-outs that run, by OTP's word for them, such as {@code
 *     state_timeout}
 */
public record MachineStatus(
        Object state,
        Object data,
        List<Object> queued,
        List<Object> postponed,
        Map<String, Object> timeouts) {

    /** Makes a status; the collections are copied. */
    public MachineStatus {
        queued = List.copyOf(queued);
        postponed = List.copyOf(postponed);
        timeouts = Map.copyOf(timeouts);
    }

    /** {@return this status with other data} */
    public MachineStatus data(Object data) {
        return new MachineStatus(state, data, queued, postponed, timeouts);
    }

    /**
     * {@return the state and the data as OTP shows them, {@code {State, Data}}, and behind them
     * what else there is}
     */
    @Override
    public String toString() {
        return new GenStatem.StateAndData<>(state, data)
                + (queued.isEmpty() ? "" : ", queued " + queued)
                + (postponed.isEmpty() ? "" : ", postponed " + postponed)
                + (timeouts.isEmpty() ? "" : ", time-outs " + timeouts);
    }
}
