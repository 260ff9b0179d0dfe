// SPDX-License-Identifier: Apache-2.0
package dev.erloom.supervisor;

import dev.erloom.process.ExitReason;

/**
 * Why a supervisor did not start, OTP's {@code {failed_to_start_child, Id, Reason}}. It is the
 * detail of a {@link ExitReason.ShutdownWith}.
 *
 * @param id the child whose start failed
 * @param reason why it failed
 */
public record FailedToStartChild(String id, ExitReason reason) {
    @Override
    public String toString() {
        return "{failed_to_start_child, " + id + ", " + reason + "}";
    }
}
