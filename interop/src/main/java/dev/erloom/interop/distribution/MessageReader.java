// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import dev.erloom.interop.term.AtomTerm;
import dev.erloom.interop.term.PidTerm;
import dev.erloom.interop.term.Term;
import dev.erloom.interop.term.TupleTerm;
import dev.erloom.process.Address;
import dev.erloom.process.Border;
import dev.erloom.process.Gen;
import dev.erloom.process.GenCast;
import dev.erloom.process.GenReply;
import dev.erloom.process.Pid;
import dev.erloom.process.Ref;
import dev.erloom.process.Signal;
import dev.erloom.process.Transport;
import dev.erloom.sys.SystemRequest;

/**
 * Knows the messages that behaviours send each other, calls, casts and replies, from all others,
 * and delivers them as what core makes of them.
 */
final class MessageReader {
    private static final AtomTerm GEN_CALL = Term.atom("$gen_call");
    private static final AtomTerm GEN_CAST = Term.atom("$gen_cast");
    private static final AtomTerm SYSTEM = Term.atom("system");
    private static final AtomTerm ERROR = Term.atom("error");
    private static final AtomTerm UNKNOWN = Term.atom("unknown_system_msg");

    private final Border border;
    private final Transport transport;
    private final Transport answers;
    private final Pid sender;

    /**
     * Makes a reader.
     *
     * @param transport how replies of processes go out
     * @param answers how this reader's own go out: without ever waiting
     * @param sender who replies come from
     */
    MessageReader(Border border, Transport transport, Transport answers, Pid sender) {
        this.border = border;
        this.transport = transport;
        this.answers = answers;
        this.sender = sender;
    }

    void deliver(Address to, Term message) {
        if (message instanceof TupleTerm tuple) {
            if (tuple.size() == 2) {
                pair(to, tuple);
                return;
            }
            if (tuple.size() == 3 && tuple.get(0) instanceof AtomTerm kind) {
                request(to, kind, tuple);
                return;
            }
        }
        send(to, new ReceivedTerm(message));
    }

    private void pair(Address to, TupleTerm pair) {
        if (pair.get(0).equals(GEN_CAST)) {
            send(to, new GenCast(new ReceivedTerm(pair.get(1))));
            return;
        }
        Ref alias = RemoteCaller.aliasOf(pair.get(0)).orElse(null);
        if (alias != null && border.isCall(alias)) {
            send(alias, new ReceivedTerm(pair.get(1)));
        } else if (alias != null && border.isRequest(alias)) {
            send(alias, new GenReply(alias, new ReceivedTerm(pair.get(1))));
        } else {
            send(to, new ReceivedTerm(pair));
        }
    }

    private void request(Address to, AtomTerm kind, TupleTerm message) {
        if (message.get(1) instanceof TupleTerm from
                && from.size() == 2
                && from.get(0) instanceof PidTerm(Pid caller)) {
            Term tag = from.get(1);
            RemoteCaller asking = new RemoteCaller(border, transport, sender, caller, tag);
            Term request = message.get(2);
            if (kind.equals(GEN_CALL)) {
                send(to, border.call(new ReceivedTerm(request), asking));
                return;
            }
            if (kind.equals(SYSTEM)) {
                system(to, request, asking, new RemoteCaller(border, answers, sender, caller, tag));
                return;
            }
        }
        send(to, new ReceivedTerm(message));
    }

    /** A peer may look at a server, and stop it as it may kill it; what brings code is refused. */
    private void system(Address to, Term request, RemoteCaller asking, RemoteCaller refused) {
        switch (SystemWire.request(request)) {
            case null -> refused.reply(Term.tuple(ERROR, Term.tuple(UNKNOWN, request)));
            case SystemRequest known ->
                    send(to, border.call(known, new SystemWire.Asking(asking, known)));
            case Gen.SystemMessage terminate -> send(to, border.call(terminate, asking));
        }
    }

    private void send(Address to, Object message) {
        border.deliver(new Signal.Send(sender, to, message));
    }
}
