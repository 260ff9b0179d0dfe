// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import dev.erloom.interop.codec.Packet;
import dev.erloom.interop.mapping.ExitReasons;
import dev.erloom.interop.term.AtomTerm;
import dev.erloom.interop.term.BigIntTerm;
import dev.erloom.interop.term.IntTerm;
import dev.erloom.interop.term.PidTerm;
import dev.erloom.interop.term.RefTerm;
import dev.erloom.interop.term.Term;
import dev.erloom.interop.term.TupleTerm;
import dev.erloom.process.Address;
import dev.erloom.process.Border;
import dev.erloom.process.Pid;
import dev.erloom.process.Ref;
import dev.erloom.process.RegisteredName;
import dev.erloom.process.Signal;
import java.math.BigInteger;
import java.util.function.Consumer;

/**
 * Turns the control messages of one peer into signals, and refuses those that it must not send.
 * Runs in the reader of the connection.
 */
final class SignalReader {
    private static final AtomTerm NOT_SUPPORTED = Term.atom("notsup");
    private static final int HAS_TOKEN = 2;
    private static final int TO_ALIAS = 4;
    private static final int TO_NAME = 8;
    private static final int IS_EXIT = 16;

    private final String self;
    private final String peer;
    private final Border border;
    private final MessageReader messages;
    private final Consumer<ControlMessage> answers;

    /**
     * Makes a reader.
     *
     * @param answers takes what is to be sent back at once
     */
    SignalReader(
            String self,
            String peer,
            Border border,
            MessageReader messages,
            Consumer<ControlMessage> answers) {
        this.self = self;
        this.peer = peer;
        this.border = border;
        this.messages = messages;
        this.answers = answers;
    }

    /**
     * Delivers what a packet says.
     *
     * @throws IllegalArgumentException when a peer must not send this
     */
    void read(Packet packet) {
        TupleTerm control = packet.control();
        int operation = Math.toIntExact(integer(control, 0));
        if (!Operation.hasArity(operation, control.size())) {
            throw new IllegalArgumentException("wrong number of elements: " + control);
        }
        switch (operation) {
            case Operation.SEND, Operation.SEND_TT ->
                    messages.deliver(pid(control, 2), payload(packet));
            case Operation.SEND_SENDER, Operation.SEND_SENDER_TT ->
                    messages.deliver(pid(control, 2), payload(packet));
            case Operation.REG_SEND, Operation.REG_SEND_TT ->
                    messages.deliver(name(control, 3), payload(packet));
            case Operation.ALIAS_SEND, Operation.ALIAS_SEND_TT ->
                    messages.deliver(ref(control, 2), payload(packet));
            case Operation.ALTACT_SIG_SEND -> altact(control, payload(packet));
            case Operation.LINK ->
                    border.deliver(new Signal.Link(theirs(control, 1), ours(control, 2)));
            case Operation.UNLINK_ID ->
                    border.deliver(
                            new Signal.Unlink(id(control), theirs(control, 2), ours(control, 3)));
            case Operation.UNLINK_ID_ACK ->
                    border.deliver(
                            new Signal.UnlinkAck(id(control), theirs(control, 2), pid(control, 3)));
            case Operation.EXIT -> linkExit(control, part(control, 3));
            case Operation.EXIT_TT -> linkExit(control, part(control, 4));
            case Operation.PAYLOAD_EXIT, Operation.PAYLOAD_EXIT_TT ->
                    linkExit(control, payload(packet));
            case Operation.EXIT2 -> exit(control, part(control, 3));
            case Operation.EXIT2_TT -> exit(control, part(control, 4));
            case Operation.PAYLOAD_EXIT2, Operation.PAYLOAD_EXIT2_TT ->
                    exit(control, payload(packet));
            case Operation.MONITOR_P ->
                    border.deliver(
                            new Signal.Monitor(
                                    theirs(control, 1), object(control, 2), ref(control, 3)));
            case Operation.DEMONITOR_P ->
                    border.deliver(
                            new Signal.Demonitor(
                                    theirs(control, 1), object(control, 2), ref(control, 3)));
            case Operation.MONITOR_P_EXIT -> monitorExit(control, part(control, 4));
            case Operation.PAYLOAD_MONITOR_P_EXIT -> monitorExit(control, payload(packet));
            case Operation.SPAWN_REQUEST, Operation.SPAWN_REQUEST_TT -> refuseSpawn(control);
            case Operation.GROUP_LEADER, Operation.SPAWN_REPLY, Operation.SPAWN_REPLY_TT -> {}
            default -> throw new IllegalArgumentException("unknown operation: " + control);
        }
    }

    private void linkExit(TupleTerm control, Term reason) {
        border.deliver(
                new Signal.LinkExit(
                        theirs(control, 1), pid(control, 2), ExitReasons.fromTerm(reason)));
    }

    private void exit(TupleTerm control, Term reason) {
        border.deliver(
                new Signal.Exit(pid(control, 1), pid(control, 2), ExitReasons.fromTerm(reason)));
    }

    private void monitorExit(TupleTerm control, Term reason) {
        Address object =
                part(control, 1) instanceof AtomTerm(String name)
                        ? new RegisteredName(name, peer)
                        : theirs(control, 1);
        border.deliver(
                new Signal.MonitorExit(
                        object, pid(control, 2), ref(control, 3), ExitReasons.fromTerm(reason)));
    }

    /**
     * What OTP 28 and later use for aliases and priorities; flags and elements that are not known
     * do not matter.
     */
    private void altact(TupleTerm control, Term payload) {
        long flags = lowBits(part(control, 1));
        Address to =
                (flags & TO_ALIAS) != 0
                        ? ref(control, 3)
                        : (flags & TO_NAME) != 0 ? name(control, 3) : pid(control, 3);
        if ((flags & HAS_TOKEN) != 0) {
            part(control, 4);
        }
        if ((flags & IS_EXIT) == 0) {
            messages.deliver(to, payload);
        } else {
            border.exit(pid(control, 2), to, ExitReasons.fromTerm(payload));
        }
    }

    /**
     * Nothing can be started here from outside. The answer must come: a caller without one waits
     * for ever.
     */
    private void refuseSpawn(TupleTerm control) {
        answers.accept(
                SignalWriter.plain(
                        Operation.SPAWN_REPLY,
                        part(control, 1),
                        new PidTerm(theirs(control, 2)),
                        Term.of(0),
                        NOT_SUPPORTED));
    }

    private Term payload(Packet packet) {
        Term payload = packet.payload();
        if (payload == null) {
            throw new IllegalArgumentException("payload missing: " + packet.control());
        }
        return payload;
    }

    private static Term part(TupleTerm control, int index) {
        if (index >= control.size()) {
            throw new IllegalArgumentException("too few elements: " + control);
        }
        return control.get(index);
    }

    private static long integer(TupleTerm control, int index) {
        if (part(control, index) instanceof IntTerm(long value)) {
            return value;
        }
        throw new IllegalArgumentException("integer expected at " + index + ": " + control);
    }

    /** {@return the id of an unlink, 1 to 2^64-1, as the bits of a long} */
    private static long id(TupleTerm control) {
        BigInteger id =
                switch (part(control, 1)) {
                    case IntTerm(long value) -> BigInteger.valueOf(value);
                    case BigIntTerm(BigInteger value) -> value;
                    default -> BigInteger.ZERO;
                };
        if (id.signum() <= 0 || id.bitLength() > Long.SIZE) {
            throw new IllegalArgumentException("id of an unlink must be 1 to 2^64-1: " + control);
        }
        return id.longValue();
    }

    private static long lowBits(Term term) {
        return switch (term) {
            case IntTerm(long value) -> value;
            case BigIntTerm(BigInteger value) -> value.longValue();
            default -> throw new IllegalArgumentException("flags must be an integer, was " + term);
        };
    }

    private static Pid pid(TupleTerm control, int index) {
        if (part(control, index) instanceof PidTerm(Pid pid)) {
            return pid;
        }
        throw new IllegalArgumentException("pid expected at " + index + ": " + control);
    }

    /** {@return a pid that the peer speaks for} */
    private Pid theirs(TupleTerm control, int index) {
        Pid pid = pid(control, index);
        if (!pid.node().equals(peer)) {
            throw new IllegalArgumentException(
                    "pid of " + peer + " expected at " + index + ": " + control);
        }
        return pid;
    }

    /**
     * {@return a pid of this node, of whatever incarnation} What is asked of it is answered in its
     * name, which only this node may do.
     */
    private Pid ours(TupleTerm control, int index) {
        Pid pid = pid(control, index);
        if (!pid.node().equals(self)) {
            throw new IllegalArgumentException(
                    "pid of this node expected at " + index + ": " + control);
        }
        return pid;
    }

    private static Ref ref(TupleTerm control, int index) {
        if (part(control, index) instanceof RefTerm(Ref ref)) {
            return ref;
        }
        throw new IllegalArgumentException("reference expected at " + index + ": " + control);
    }

    private RegisteredName name(TupleTerm control, int index) {
        if (part(control, index) instanceof AtomTerm(String name)) {
            return new RegisteredName(name, self);
        }
        throw new IllegalArgumentException("name expected at " + index + ": " + control);
    }

    private Address object(TupleTerm control, int index) {
        Term object = part(control, index);
        return object instanceof AtomTerm ? name(control, index) : ours(control, index);
    }
}
