// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import dev.erloom.interop.mapping.ExitReasons;
import dev.erloom.interop.mapping.TermMapper;
import dev.erloom.interop.term.AtomTerm;
import dev.erloom.interop.term.ImproperListTerm;
import dev.erloom.interop.term.PidTerm;
import dev.erloom.interop.term.RefTerm;
import dev.erloom.interop.term.Term;
import dev.erloom.interop.term.TupleTerm;
import dev.erloom.process.Address;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Gen;
import dev.erloom.process.GenCast;
import dev.erloom.process.Pid;
import dev.erloom.process.Ref;
import dev.erloom.process.RegisteredName;
import dev.erloom.process.RemoteCall;
import dev.erloom.process.Signal;
import java.math.BigInteger;
import java.util.List;

/**
 * Turns signals into the control messages that one peer understands; runs in the sender's thread.
 */
final class SignalWriter {
    private static final AtomTerm NO_COOKIE = Term.atom("");
    private static final AtomTerm ALIAS = Term.atom("alias");
    private static final AtomTerm GEN_CALL = Term.atom("$gen_call");
    private static final AtomTerm GEN_CAST = Term.atom("$gen_cast");
    private static final AtomTerm SYSTEM = Term.atom("system");
    private static final AtomTerm TERMINATE = Term.atom("terminate");
    private static final int TO_ALIAS = 4;

    private final Flags flags;

    /** Makes a writer for a peer with these negotiated flags. */
    SignalWriter(Flags flags) {
        this.flags = flags;
    }

    /**
     * {@return the message for {@code signal}}
     *
     * @throws IllegalArgumentException when it holds a value that has no term
     */
    ControlMessage write(Signal signal) {
        return switch (signal) {
            case Signal.Send(Pid from, Address to, Object message) ->
                    new ControlMessage(send(from, to), payload(message));
            case Signal.Link(Pid from, Pid to) -> plain(Operation.LINK, pid(from), pid(to));
            case Signal.Unlink(long id, Pid from, Pid to) ->
                    plain(Operation.UNLINK_ID, unsigned(id), pid(from), pid(to));
            case Signal.UnlinkAck(long id, Pid from, Pid to) ->
                    plain(Operation.UNLINK_ID_ACK, unsigned(id), pid(from), pid(to));
            case Signal.LinkExit(Pid from, Pid to, ExitReason reason) ->
                    exit(Operation.PAYLOAD_EXIT, Operation.EXIT, reason, pid(from), pid(to));
            case Signal.Exit(Pid from, Pid to, ExitReason reason) ->
                    exit(Operation.PAYLOAD_EXIT2, Operation.EXIT2, reason, pid(from), pid(to));
            case Signal.Monitor(Pid watcher, Address object, Ref ref) ->
                    plain(Operation.MONITOR_P, pid(watcher), object(object), new RefTerm(ref));
            case Signal.Demonitor(Pid watcher, Address object, Ref ref) ->
                    plain(Operation.DEMONITOR_P, pid(watcher), object(object), new RefTerm(ref));
            case Signal.MonitorExit(Address object, Pid watcher, Ref ref, ExitReason reason) ->
                    exit(
                            Operation.PAYLOAD_MONITOR_P_EXIT,
                            Operation.MONITOR_P_EXIT,
                            reason,
                            object(object),
                            pid(watcher),
                            new RefTerm(ref));
        };
    }

    /**
     * {@return {@code signal} in a form that any thread can {@link #write} later, and that later
     * changes of the message do not reach}
     *
     * @throws IllegalArgumentException when it holds a value that has no term
     */
    static Signal prepared(Signal signal) {
        return switch (signal) {
            case Signal.Send(Pid from, Address to, Object message) ->
                    new Signal.Send(from, checked(to), payload(message));
            case Signal.Monitor(Pid watcher, Address object, Ref ref) ->
                    new Signal.Monitor(watcher, checked(object), ref);
            case Signal.Link _,
                    Signal.Unlink _,
                    Signal.UnlinkAck _,
                    Signal.LinkExit _,
                    Signal.Exit _,
                    Signal.Demonitor _,
                    Signal.MonitorExit _ ->
                    signal;
        };
    }

    /** A name can be too long for an atom. */
    private static Address checked(Address address) {
        if (address instanceof RegisteredName(String name, _)) {
            var _ = Term.atom(name);
        }
        return address;
    }

    private TupleTerm send(Pid from, Address to) {
        return switch (to) {
            case Pid pid ->
                    flags.has(Flag.SEND_SENDER)
                            ? control(Operation.SEND_SENDER, pid(from), pid(pid))
                            : control(Operation.SEND, NO_COOKIE, pid(pid));
            case RegisteredName(String name, _) ->
                    control(Operation.REG_SEND, pid(from), NO_COOKIE, Term.atom(name));
            case Ref alias ->
                    flags.has(Flag.ALTACT_SIG)
                            ? control(
                                    Operation.ALTACT_SIG_SEND,
                                    Term.of(TO_ALIAS),
                                    pid(from),
                                    new RefTerm(alias))
                            : control(Operation.ALIAS_SEND, pid(from), new RefTerm(alias));
            default -> throw new IllegalArgumentException("no address of another node: " + to);
        };
    }

    private static Term payload(Object message) {
        return switch (message) {
            case RemoteCall(Pid caller, Ref alias, Gen.Terminate(ExitReason reason)) ->
                    Term.tuple(
                            SYSTEM,
                            from(caller, alias),
                            Term.tuple(TERMINATE, ExitReasons.toTerm(reason)));
            case RemoteCall(_, _, Gen.SystemMessage other) ->
                    throw new IllegalArgumentException(
                            "only terminate of sys works on a process of another node, was "
                                    + other);
            case RemoteCall(Pid caller, Ref alias, Object request) ->
                    Term.tuple(GEN_CALL, from(caller, alias), TermMapper.toTerm(request));
            case GenCast cast -> Term.tuple(GEN_CAST, TermMapper.toTerm(cast.message()));
            case RemoteCaller.Reply(Term tag, Object value) ->
                    Term.tuple(tag, TermMapper.toTerm(value));
            default -> TermMapper.toTerm(message);
        };
    }

    private static Term from(Pid caller, Ref alias) {
        return Term.tuple(pid(caller), ImproperListTerm.of(List.of(ALIAS), new RefTerm(alias)));
    }

    private ControlMessage exit(int withPayload, int without, ExitReason why, Term... parts) {
        Term reason = ExitReasons.toTerm(why);
        if (flags.has(Flag.EXIT_PAYLOAD)) {
            return new ControlMessage(control(withPayload, parts), reason);
        }
        Term[] all = java.util.Arrays.copyOf(parts, parts.length + 1);
        all[parts.length] = reason;
        return plain(without, all);
    }

    static ControlMessage plain(int operation, Term... parts) {
        return new ControlMessage(control(operation, parts), null);
    }

    private static TupleTerm control(int operation, Term... parts) {
        Term[] all = new Term[parts.length + 1];
        all[0] = Term.of(operation);
        System.arraycopy(parts, 0, all, 1, parts.length);
        return TupleTerm.copyOf(all, 0, all.length);
    }

    private static Term object(Address object) {
        return object instanceof RegisteredName(String name, _)
                ? Term.atom(name)
                : pid((Pid) object);
    }

    private static PidTerm pid(Pid pid) {
        return new PidTerm(pid);
    }

    private static Term unsigned(long id) {
        return id >= 0 ? Term.of(id) : Term.of(new BigInteger(Long.toUnsignedString(id)));
    }
}
