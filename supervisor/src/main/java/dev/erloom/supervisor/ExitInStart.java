// SPDX-License-Identifier: Apache-2.0
package dev.erloom.supervisor;

import dev.erloom.process.ExitReason;

/**
 * Why a child failed to start whose start function threw instead of returning, OTP's {@code
 * {'EXIT', Reason}}. It is the term of an {@link ExitReason.Other}.
 *
 * @param reason the reason of the exit, or the crash
 */
public record ExitInStart(ExitReason reason) {
    @Override
    public String toString() {
        return "{'EXIT', " + reason + "}";
    }
}
