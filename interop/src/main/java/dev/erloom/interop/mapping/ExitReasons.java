// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.mapping;

import dev.erloom.interop.term.AtomTerm;
import dev.erloom.interop.term.BinaryTerm;
import dev.erloom.interop.term.IntTerm;
import dev.erloom.interop.term.ListTerm;
import dev.erloom.interop.term.Term;
import dev.erloom.interop.term.TupleTerm;
import dev.erloom.process.Address;
import dev.erloom.process.ExitReason;
import dev.erloom.process.RegisteredName;
import dev.erloom.process.Timeouts;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Maps exit reasons to terms and back.
 *
 * <p>A death must always be told, so nothing here fails: what has no term, such as an object inside
 * a reason, goes out as its text.
 */
public final class ExitReasons {

    /** How many reasons inside reasons are told apart; what is deeper stays text or term. */
    private static final int MAX_NESTING = 50;

    private static final Map<AtomTerm, ExitReason> BY_ATOM =
            Map.of(
                    Term.atom("normal"), ExitReason.NORMAL,
                    Term.atom("shutdown"), ExitReason.SHUTDOWN,
                    Term.atom("kill"), ExitReason.KILL,
                    Term.atom("killed"), ExitReason.KILLED,
                    Term.atom("noproc"), ExitReason.NOPROC,
                    Term.atom("noconnection"), ExitReason.NOCONNECTION,
                    Term.atom("timeout"), ExitReason.TIMEOUT,
                    Term.atom("calling_self"), ExitReason.CALLING_SELF);

    private static final Map<ExitReason, AtomTerm> ATOMS = inverted();

    private static final AtomTerm SHUTDOWN = Term.atom("shutdown");
    private static final AtomTerm NODEDOWN = Term.atom("nodedown");
    private static final AtomTerm BAD_RETURN_VALUE = Term.atom("bad_return_value");
    private static final AtomTerm GEN_SERVER = Term.atom("Elixir.GenServer");
    private static final AtomTerm CALL = Term.atom("call");
    private static final AtomTerm TASK = Term.atom("Elixir.Task");
    private static final AtomTerm TASK_SUPERVISED = Term.atom("Elixir.Task.Supervised");

    /** The one function of a task that Elixir has in another module. */
    private static final String STREAM = "stream";

    private static final AtomTerm INFINITY = Term.atom("infinity");

    private ExitReasons() {}

    private static Map<ExitReason, AtomTerm> inverted() {
        Map<ExitReason, AtomTerm> atoms = new HashMap<>();
        BY_ATOM.forEach((atom, reason) -> atoms.put(reason, atom));
        return Map.copyOf(atoms);
    }

    /**
     * Returns the term for {@code reason}, whatever it holds.
     *
     * <p>A {@link ExitReason.Crash} is {@code {{:java_exception, class, message}, stack}}: the name
     * of the class and the message as binaries (nil if there is none), and the first 32 frames as
     * Erlang writes a stack, with the class for the module and 0 for every arity.
     */
    public static Term toTerm(ExitReason reason) {
        return toTerm(reason, 0);
    }

    private static Term toTerm(ExitReason reason, int nesting) {
        AtomTerm atom = ATOMS.get(reason);
        if (atom != null) {
            return atom;
        }
        return switch (reason) {
            case ExitReason.ShutdownWith(Object detail) ->
                    Term.tuple(SHUTDOWN, Texts.termOf(detail));
            case ExitReason.NodeDown(String node) -> Term.tuple(NODEDOWN, Texts.atomOf(node));
            case ExitReason.BadReturnValue(String value) ->
                    Term.tuple(BAD_RETURN_VALUE, Texts.of(value));
            case ExitReason.CallFailed failed when nesting < MAX_NESTING -> call(failed, nesting);
            case ExitReason.TaskFailed failed when nesting < MAX_NESTING -> task(failed, nesting);
            case ExitReason.Crash(Throwable cause) -> CrashTerm.of(cause);
            case ExitReason.Other(Object term) -> Texts.termOf(term);
            case ExitReason other -> Texts.of(other);
        };
    }

    private static Term call(ExitReason.CallFailed failed, int nesting) {
        Term server =
                failed.server() instanceof Address address
                                && address.target()
                                        instanceof RegisteredName(String name, String node)
                                && node.isEmpty()
                        ? Texts.atomOf(name)
                        : Texts.termOf(failed.server());
        Term arguments =
                Term.list(server, Texts.termOf(failed.request()), timeout(failed.timeout()));
        return Term.tuple(
                toTerm(failed.reason(), nesting + 1), Term.tuple(GEN_SERVER, CALL, arguments));
    }

    private static Term task(ExitReason.TaskFailed failed, int nesting) {
        return Term.tuple(
                toTerm(failed.reason(), nesting + 1),
                Term.tuple(
                        moduleOf(failed.function()),
                        Texts.atomOf(failed.function()),
                        list(failed.arguments())));
    }

    private static AtomTerm moduleOf(String function) {
        return function.equals(STREAM) ? TASK_SUPERVISED : TASK;
    }

    /** A task has no term, so it is its text here; {@code await_many} has a list of them. */
    private static Term argument(Object value) {
        return switch (value) {
            case Duration timeout -> timeout(timeout);
            case List<?> values -> list(values);
            default -> Texts.termOf(value);
        };
    }

    private static Term list(List<?> values) {
        return new ListTerm(values.stream().map(ExitReasons::argument).toList());
    }

    private static Term timeout(Duration timeout) {
        return timeout.toSeconds() >= Timeouts.INFINITY.toSeconds() / 1000
                ? INFINITY
                : Term.of(timeout.toMillis());
    }

    /**
     * Returns the reason that {@code term} is. The atoms with a meaning of their own become the
     * constants of {@link ExitReason}; details, servers and requests in it stay terms; and what is
     * none of the known forms is {@link ExitReason.Other}.
     */
    public static ExitReason fromTerm(Term term) {
        return fromTerm(term, 0);
    }

    private static ExitReason fromTerm(Term term, int nesting) {
        ExitReason known =
                switch (term) {
                    case AtomTerm atom -> BY_ATOM.get(atom);
                    case TupleTerm tuple when tuple.size() == 2 ->
                            fromPair(tuple.get(0), tuple.get(1), nesting);
                    default -> null;
                };
        return known == null ? ExitReason.of(term) : known;
    }

    private static @Nullable ExitReason fromPair(Term first, Term second, int nesting) {
        if (first.equals(SHUTDOWN)) {
            return ExitReason.shutdown(second);
        }
        if (first.equals(NODEDOWN) && second instanceof AtomTerm(String node)) {
            return new ExitReason.NodeDown(node);
        }
        if (first.equals(BAD_RETURN_VALUE) && second instanceof BinaryTerm value) {
            return value.text().map(ExitReason.BadReturnValue::new).orElse(null);
        }
        if (nesting >= MAX_NESTING) {
            return null;
        }
        ExitReason call = fromCall(first, second, nesting);
        return call == null ? fromTask(first, second, nesting) : call;
    }

    private static @Nullable ExitReason fromTask(Term reason, Term wait, int nesting) {
        return wait instanceof TupleTerm tuple
                        && tuple.size() == 3
                        && tuple.get(1) instanceof AtomTerm(String function)
                        && tuple.get(0).equals(moduleOf(function))
                        && tuple.get(2) instanceof ListTerm(List<Term> arguments)
                ? new ExitReason.TaskFailed(
                        fromTerm(reason, nesting + 1), function, List.copyOf(arguments))
                : null;
    }

    private static @Nullable ExitReason fromCall(Term reason, Term call, int nesting) {
        if (!(call instanceof TupleTerm tuple
                && tuple.size() == 3
                && tuple.get(0).equals(GEN_SERVER)
                && tuple.get(1).equals(CALL)
                && tuple.get(2) instanceof ListTerm(List<Term> arguments)
                && arguments.size() == 3)) {
            return null;
        }
        Duration timeout =
                switch (arguments.get(2)) {
                    case IntTerm(long millis) -> Duration.ofMillis(millis);
                    case Term other -> other.equals(INFINITY) ? Timeouts.INFINITY : null;
                };
        return timeout == null
                ? null
                : new ExitReason.CallFailed(
                        fromTerm(reason, nesting + 1), arguments.get(0), arguments.get(1), timeout);
    }
}
