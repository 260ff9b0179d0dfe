// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import dev.erloom.interop.mapping.ExitReasons;
import dev.erloom.interop.mapping.TermMapper;
import dev.erloom.interop.term.AtomTerm;
import dev.erloom.interop.term.IntTerm;
import dev.erloom.interop.term.ListTerm;
import dev.erloom.interop.term.PidTerm;
import dev.erloom.interop.term.Term;
import dev.erloom.interop.term.TupleTerm;
import dev.erloom.process.Excerpt;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Gen;
import dev.erloom.process.GenCall;
import dev.erloom.process.Pid;
import dev.erloom.statem.GenStatem.StateAndData;
import dev.erloom.statem.MachineStatus;
import dev.erloom.sys.DebugEvent;
import dev.erloom.sys.Statistics;
import dev.erloom.sys.Status;
import dev.erloom.sys.SystemRequest;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * OTP's system messages as terms, so that {@code :sys} and the observer of another node work with
 * the processes here. What would bring a function along, to replace a state or to debug, is unknown
 * here, as is every change of code. A state is answered as OTP 26 and later have it, {@code {ok,
 * State}}; OTP 25 shows that pair.
 *
 * @otp sys
 */
final class SystemWire {
    /** OTP's default for a log. */
    private static final int LOGGED = 10;

    private static final AtomTerm OK = Term.atom("ok");
    private static final AtomTerm ERROR = Term.atom("error");
    private static final AtomTerm UNDEFINED = Term.atom("undefined");

    private SystemWire() {}

    /** {@return the request that a term stands for; null when it is unknown here} */
    static Gen.@Nullable SystemMessage request(Term request) {
        return switch (request) {
            case AtomTerm(String name) ->
                    switch (name) {
                        case "get_state" -> new SystemRequest.GetState();
                        case "get_status" -> new SystemRequest.GetStatus();
                        case "suspend" -> new SystemRequest.Suspend();
                        case "resume" -> new SystemRequest.Resume();
                        default -> null;
                    };
            case TupleTerm pair
                    when pair.size() == 2 && pair.get(0) instanceof AtomTerm(String name) ->
                    switch (name) {
                        case "terminate" -> new Gen.Terminate(ExitReasons.fromTerm(pair.get(1)));
                        case "debug" -> debug(pair.get(1));
                        default -> null;
                    };
            default -> null;
        };
    }

    private static @Nullable SystemRequest debug(Term what) {
        if (what.equals(Term.atom("no_debug"))) {
            return new SystemRequest.NoDebug();
        }
        if (!(what instanceof TupleTerm pair)
                || pair.size() != 2
                || !(pair.get(0) instanceof AtomTerm(String name))) {
            return null;
        }
        return switch (name) {
            case "trace" -> flag(pair.get(1)).map(SystemRequest.Trace::new).orElse(null);
            case "statistics" ->
                    isGet(pair.get(1))
                            ? new SystemRequest.GetStatistics()
                            : flag(pair.get(1)).map(SystemRequest.Count::new).orElse(null);
            case "log" -> log(pair.get(1));
            default -> null;
        };
    }

    private static @Nullable SystemRequest log(Term flag) {
        if (isGet(flag)) {
            return new SystemRequest.GetLog();
        }
        if (flag instanceof TupleTerm pair
                && pair.size() == 2
                && pair.get(0).equals(Term.atom("true"))
                && pair.get(1) instanceof IntTerm(long events)
                && events > 0
                && events <= Integer.MAX_VALUE) {
            return new SystemRequest.Log((int) events);
        }
        return flag(flag).map(on -> new SystemRequest.Log(on ? LOGGED : 0)).orElse(null);
    }

    private static boolean isGet(Term flag) {
        return flag.equals(Term.atom("get"));
    }

    private static Optional<Boolean> flag(Term flag) {
        return flag instanceof AtomTerm(String name)
                        && (name.equals("true") || name.equals("false"))
                ? Optional.of(name.equals("true"))
                : Optional.empty();
    }

    /**
     * Someone of another node who waits for the answer to a system message.
     *
     * @param to where the answer goes
     * @param request what was asked
     */
    record Asking(GenCall.ReplyTo to, SystemRequest request) implements GenCall.ReplyTo {
        @Override
        public Pid caller() {
            return to.caller();
        }

        @Override
        public void reply(@Nullable Object value) {
            to.reply(answer(value, request));
        }

        @Override
        public void fail(ExitReason reason) {
            to.fail(reason);
        }
    }

    /** {@return the answer of a process as OTP gives it} */
    static Term answer(@Nullable Object value, SystemRequest request) {
        if (value instanceof SystemRequest.CallbackFailed(Throwable cause)) {
            return failed(cause);
        }
        try {
            return switch (request) {
                case SystemRequest.GetState _ -> Term.tuple(OK, state(value));
                case SystemRequest.GetStatus _ when value instanceof Status status ->
                        status(status);
                case SystemRequest.GetLog _ when value instanceof List<?> events ->
                        Term.tuple(OK, events(events));
                case SystemRequest.GetStatistics _ when value instanceof Optional<?> counted ->
                        Term.tuple(
                                OK,
                                counted.map(SystemWire::statistics)
                                        .orElse(Term.atom("no_statistics")));
                default -> OK;
            };
        } catch (IllegalArgumentException unmappable) {
            return failed(unmappable);
        }
    }

    private static Term failed(Throwable cause) {
        return Term.tuple(
                ERROR, Term.tuple(Term.atom("callback_failed"), Term.binary(Excerpt.of(cause))));
    }

    /** As {@code gen_server} shows itself, in the form that the observer prints. */
    private static Term status(Status status) {
        Term phase =
                switch (status.phase()) {
                    case RUNNING -> Term.atom("running");
                    case SUSPENDED -> Term.atom("suspended");
                };
        Term parent = status.parent().<Term>map(PidTerm::new).orElse(UNDEFINED);
        List<Term> dictionary = new ArrayList<>();
        status.dictionary()
                .forEach((key, value) -> dictionary.add(Term.tuple(shown(key), shown(value))));
        Term debug = Term.list(status.debug().stream().<Term>map(Term::binary).toList());
        Term header = ListTerm.charlist("Status for " + status.module() + " " + status.pid());
        return Term.tuple(
                Term.atom("status"),
                new PidTerm(status.pid()),
                Term.tuple(Term.atom("module"), Term.atom(status.module())),
                Term.list(
                        Term.list(dictionary),
                        phase,
                        parent,
                        debug,
                        Term.list(
                                Term.tuple(Term.atom("header"), header),
                                data(
                                        Term.tuple(ListTerm.charlist("Status"), phase),
                                        Term.tuple(ListTerm.charlist("Parent"), parent),
                                        Term.tuple(
                                                ListTerm.charlist("Logged events"),
                                                events(status.log()))),
                                data(
                                        Term.tuple(
                                                ListTerm.charlist("State"),
                                                formatted(status.state()))))));
    }

    /** {@return a state; that of a state machine as {@code {State, Data}}} */
    private static Term state(@Nullable Object value) {
        return value instanceof StateAndData<?, ?>(var state, var data)
                ? Term.tuple(TermMapper.toTerm(state), TermMapper.toTerm(data))
                : TermMapper.toTerm(value);
    }

    private static Term formatted(Object state) {
        return state instanceof MachineStatus machine
                ? Term.tuple(shown(machine.state()), shown(machine.data()))
                : shown(state);
    }

    private static Term data(Term... lines) {
        return Term.tuple(Term.atom("data"), Term.list(lines));
    }

    private static Term events(List<?> events) {
        return Term.list(events.stream().map(SystemWire::event).toList());
    }

    private static Term event(Object event) {
        return switch (event) {
            case DebugEvent.In in -> Term.tuple(Term.atom("in"), shown(in.message()));
            case DebugEvent.Out out ->
                    Term.tuple(
                            Term.atom("out"),
                            shown(out.message()),
                            new PidTerm(out.to()),
                            shown(out.state()));
            case DebugEvent.NewState next -> Term.tuple(Term.atom("noreply"), shown(next.state()));
            default -> shown(event);
        };
    }

    /** {@return a value as a term, or its text when it is none} */
    private static Term shown(@Nullable Object value) {
        try {
            return TermMapper.toTerm(value);
        } catch (IllegalArgumentException unmappable) {
            return Term.binary(Excerpt.of(value));
        }
    }

    /** Without reductions, which nobody counts here. */
    private static Term statistics(Object value) {
        Statistics counted = (Statistics) value;
        LocalDateTime now = LocalDateTime.now(ZoneId.systemDefault());
        LocalDateTime start = now.minus(counted.current().minus(counted.start()));
        return Term.list(
                entry("start_time", time(start)),
                entry("current_time", time(now)),
                entry("messages_in", Term.of(counted.messagesIn())),
                entry("messages_out", Term.of(counted.messagesOut())));
    }

    private static Term entry(String name, Term value) {
        return Term.tuple(Term.atom(name), value);
    }

    private static Term time(LocalDateTime time) {
        return Term.tuple(
                Term.tuple(
                        Term.of(time.getYear()),
                        Term.of(time.getMonthValue()),
                        Term.of(time.getDayOfMonth())),
                Term.tuple(
                        Term.of(time.getHour()),
                        Term.of(time.getMinute()),
                        Term.of(time.getSecond())));
    }
}
