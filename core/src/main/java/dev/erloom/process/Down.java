// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

/**
 * The end of a monitored process, OTP's {@code {'DOWN', Ref, process, Object, Reason}}.
 *
 * @param ref what {@link Processes#monitor} returned
 * @param object what was monitored: a {@link Pid}, or a {@link RegisteredName} with its node filled
 *     in
 * @param reason why it ended; {@code noproc} when it did not exist
 */
public record Down(Ref ref, Address object, ExitReason reason) {

    /** {@return whether this ends the monitor {@code ref}; made for {@code when} guards} */
    public boolean isFor(Ref ref) {
        return this.ref.equals(ref);
    }
}
