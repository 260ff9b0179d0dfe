// SPDX-License-Identifier: Apache-2.0
package dev.erloom.port;

import dev.erloom.process.Pid;
import java.util.Objects;

/**
 * What an owner can send to its port as a message, instead of calling a method of {@link Port}: for
 * ports that are known by a name only.
 *
 * <p>A message of somebody who is not the owner is not obeyed; the owner gets the exit signal
 * {@code badsig} instead, and so it does for any other message to a port.
 */
public sealed interface PortRequest {

    /** {@return the owner} */
    Pid owner();

    /**
     * {@code {Owner, {command, Data}}}: writes without waiting, however much is queued.
     *
     * @param owner the sender
     * @param data what to write; not to be changed any more
     */
    @SuppressWarnings("ArrayRecordComponent") // a message is not compared
    record Command(Pid owner, byte[] data) implements PortRequest {
        /** Makes a request; nothing is null. */
        public Command {
            Objects.requireNonNull(owner, "owner");
            Objects.requireNonNull(data, "data");
        }
    }

    /**
     * {@code {Owner, close}}: closes the port; {@link Port.Closed} comes when it is.
     *
     * @param owner the sender
     */
    record Close(Pid owner) implements PortRequest {
        /** Makes a request; nothing is null. */
        public Close {
            Objects.requireNonNull(owner, "owner");
        }
    }

    /**
     * {@code {Owner, {connect, Pid}}}: gives the port away; {@link Port.Connected} comes when it
     * is.
     *
     * @param owner the sender
     * @param next the new owner
     */
    record Connect(Pid owner, Pid next) implements PortRequest {
        /** Makes a request; nothing is null. */
        public Connect {
            Objects.requireNonNull(owner, "owner");
            Objects.requireNonNull(next, "next");
        }
    }
}
