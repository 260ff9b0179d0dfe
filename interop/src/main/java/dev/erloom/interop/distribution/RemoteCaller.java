// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import dev.erloom.interop.term.AtomTerm;
import dev.erloom.interop.term.ImproperListTerm;
import dev.erloom.interop.term.RefTerm;
import dev.erloom.interop.term.Term;
import dev.erloom.process.Address;
import dev.erloom.process.Atom;
import dev.erloom.process.Border;
import dev.erloom.process.ExitReason;
import dev.erloom.process.GenCall;
import dev.erloom.process.Pid;
import dev.erloom.process.Ref;
import dev.erloom.process.Signal;
import dev.erloom.process.Transport;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A process of another node that waits for a reply.
 *
 * @param border where its monitor of the call is known
 * @param transport how the reply gets there
 * @param sender who the reply comes from
 * @param caller the process
 * @param tag what the reply must carry; says where it wants it too
 */
record RemoteCaller(Border border, Transport transport, Pid sender, Pid caller, Term tag)
        implements GenCall.ReplyTo {
    private static final AtomTerm ALIAS = Term.atom("alias");
    private static final Atom NIL = new Atom("nil");

    /** The message of a reply, {@code {Tag, Value}}. */
    record Reply(Term tag, Object value) {}

    @Override
    public void reply(@Nullable Object value) {
        Address to = aliasOf(tag).<Address>map(alias -> alias).orElse(caller);
        Reply reply = new Reply(tag, value == null ? NIL : value);
        transport.send(caller.node(), new Signal.Send(sender, to, reply));
    }

    @Override
    public void fail(ExitReason reason) {
        monitorOf(tag).ifPresent(monitor -> border.failCall(monitor, reason));
    }

    /**
     * {@return the alias in {@code [alias|Ref]} or {@code [[alias|Ref]|_]}} As OTP's {@code
     * gen:reply/2} has it.
     */
    static Optional<Ref> aliasOf(Term tag) {
        if (!(tag instanceof ImproperListTerm list) || list.elements().size() != 1) {
            return Optional.empty();
        }
        Term head = list.elements().get(0);
        if (head.equals(ALIAS)) {
            return refOf(list.tail());
        }
        return head instanceof ImproperListTerm inner && inner.elements().get(0).equals(ALIAS)
                ? refOf(inner.tail())
                : Optional.empty();
    }

    /** {@return the reference of the monitor that the caller holds: the last one in its tag} */
    private static Optional<Ref> monitorOf(Term tag) {
        return refOf(tag instanceof ImproperListTerm list ? list.tail() : tag);
    }

    private static Optional<Ref> refOf(Term term) {
        return term instanceof RefTerm(Ref ref) ? Optional.of(ref) : Optional.empty();
    }
}
