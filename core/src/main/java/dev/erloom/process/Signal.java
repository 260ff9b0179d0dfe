// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

/**
 * What one process sends to a process of another node: everything that travels between a {@link
 * Border} and its {@link Transport}, in both directions.
 *
 * <p>Signals from one process to another arrive in the order they were sent, whatever their kind.
 */
public sealed interface Signal {

    /**
     * A message.
     *
     * @param from the sender
     * @param to a {@link Pid}, an alias, or a {@link RegisteredName}
     * @param message the message; on the way out any Java value, on the way in what the transport
     *     made of it
     */
    record Send(Pid from, Address to, Object message) implements Signal {}

    /** A link from {@code from} to {@code to}. */
    record Link(Pid from, Pid to) implements Signal {}

    /** The end of a link; {@code id} comes back in the {@link UnlinkAck}. */
    record Unlink(long id, Pid from, Pid to) implements Signal {}

    /** The answer to an {@link Unlink}, from the process that was asked. */
    record UnlinkAck(long id, Pid from, Pid to) implements Signal {}

    /** The linked process {@code from} ended. */
    record LinkExit(Pid from, Pid to, ExitReason reason) implements Signal {}

    /** An exit signal sent with {@link Pid#exit}. */
    record Exit(Pid from, Pid to, ExitReason reason) implements Signal {}

    /** A monitor of {@code object}, a {@link Pid} or {@link RegisteredName}. */
    record Monitor(Pid watcher, Address object, Ref ref) implements Signal {}

    /** The removal of a monitor. */
    record Demonitor(Pid watcher, Address object, Ref ref) implements Signal {}

    /** The monitored process ended. */
    record MonitorExit(Address object, Pid watcher, Ref ref, ExitReason reason) implements Signal {}
}
