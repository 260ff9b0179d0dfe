// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.mapping;

import dev.erloom.interop.term.AtomTerm;
import dev.erloom.interop.term.PidTerm;
import dev.erloom.interop.term.RefTerm;
import dev.erloom.interop.term.Term;
import dev.erloom.interop.term.TupleTerm;
import dev.erloom.process.Address;
import dev.erloom.process.Atom;
import dev.erloom.process.Pid;
import dev.erloom.process.Ref;
import dev.erloom.process.RegisteredName;
import dev.erloom.server.Name;
import dev.erloom.server.ServerRef;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The shapes of atoms and of everything that names a process. */
final class Identities {

    private static final Shape ATOM =
            new Leaf(
                    "an atom",
                    value -> new AtomTerm(((Atom) value).name()),
                    term -> term instanceof AtomTerm(String name) ? new Atom(name) : null);

    private static final Shape PID =
            new Leaf(
                    "a pid",
                    value -> new PidTerm((Pid) value),
                    term -> term instanceof PidTerm(Pid pid) ? pid : null);

    private static final Shape REF =
            new Leaf(
                    "a reference",
                    value -> new RefTerm((Ref) value),
                    term -> term instanceof RefTerm(Ref ref) ? ref : null);

    private static final Shape REGISTERED_NAME =
            new Leaf("{name, node}", value -> write((Address) value), Identities::registered);

    /**
     * Typed references and names of servers are addresses too: they go out as what they stand for.
     */
    static final Shape ADDRESS =
            new Leaf(
                    "a pid, a reference or {name, node}",
                    value -> write(((Address) value).target()),
                    Identities::address);

    /** The protocol is the receiver's promise, as it is in {@link ServerRef#of}. */
    private static final Shape SERVER_REF =
            new Leaf(
                    "a pid or {name, node}",
                    value -> write(((Address) value).target()),
                    term ->
                            switch (address(term)) {
                                case Pid pid -> ServerRef.of(pid);
                                case RegisteredName(String name, String node) ->
                                        Name.of(name).on(node);
                                case null, default -> null;
                            });

    static final Map<Class<?>, Shape> ALL =
            Map.of(
                    Atom.class, ATOM,
                    Pid.class, PID,
                    Ref.class, REF,
                    RegisteredName.class, REGISTERED_NAME,
                    Address.class, ADDRESS,
                    ServerRef.class, SERVER_REF);

    private Identities() {}

    private static Term write(Address address) {
        return switch (address) {
            case Pid pid -> new PidTerm(pid);
            case Ref ref -> new RefTerm(ref);
            case RegisteredName(String name, String node) when !node.isEmpty() ->
                    Term.tuple(Term.atom(name), Term.atom(node));
            default ->
                    throw new IllegalArgumentException(
                            "a name must say on which node it is to leave this one, was "
                                    + address);
        };
    }

    private static @Nullable Object address(Term term) {
        return switch (term) {
            case PidTerm(Pid pid) -> pid;
            case RefTerm(Ref ref) -> ref;
            default -> registered(term);
        };
    }

    private static @Nullable RegisteredName registered(Term term) {
        return term instanceof TupleTerm(List<Term> elements)
                        && elements.size() == 2
                        && elements.get(0) instanceof AtomTerm(String name)
                        && elements.get(1) instanceof AtomTerm(String node)
                        && !name.isEmpty()
                        && !node.isEmpty()
                ? new RegisteredName(name, node)
                : null;
    }
}
