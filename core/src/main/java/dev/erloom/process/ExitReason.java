// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Why a process ended, or is told to end.
 *
 * <p>OTP's reasons are terms; the ones with a built-in meaning are types of their own, everything
 * else is {@link Other}.
 */
public sealed interface ExitReason permits Reason {

    /** {@code normal}: the work is done. Never passes on along links. */
    ExitReason NORMAL = new Normal();

    /** {@code shutdown}: a supervisor or the node asked for the end. */
    ExitReason SHUTDOWN = new Shutdown();

    /** {@code kill}: sent with {@link Pid#exit} it cannot be trapped. */
    ExitReason KILL = new Kill();

    /** {@code killed}: how a process ends that was sent {@link #KILL}. */
    ExitReason KILLED = new Killed();

    /** {@code noproc}: there was no such process. */
    ExitReason NOPROC = new NoProc();

    /** {@code noconnection}: the other node cannot be reached any more. */
    ExitReason NOCONNECTION = new NoConnection();

    /** {@code timeout}: the time was up. */
    ExitReason TIMEOUT = new Timeout();

    /** {@code calling_self}: a process called itself. */
    ExitReason CALLING_SELF = new CallingSelf();

    /** {@code normal}. */
    record Normal() implements Reason {
        @Override
        public String toString() {
            return "normal";
        }
    }

    /** {@code shutdown}. */
    record Shutdown() implements Reason {
        @Override
        public String toString() {
            return "shutdown";
        }
    }

    /**
     * {@code {shutdown, Detail}}: an orderly end that says more.
     *
     * @param detail any value
     */
    record ShutdownWith(Object detail) implements Reason {
        /** Makes a reason; {@code detail} is not null. */
        public ShutdownWith {
            Objects.requireNonNull(detail, "detail");
        }

        @Override
        public String toString() {
            return "{shutdown, " + detail + "}";
        }
    }

    /** {@code kill}. */
    record Kill() implements Reason {
        @Override
        public String toString() {
            return "kill";
        }
    }

    /** {@code killed}. */
    record Killed() implements Reason {
        @Override
        public String toString() {
            return "killed";
        }
    }

    /** {@code noproc}. */
    record NoProc() implements Reason {
        @Override
        public String toString() {
            return "noproc";
        }
    }

    /** {@code noconnection}. */
    record NoConnection() implements Reason {
        @Override
        public String toString() {
            return "noconnection";
        }
    }

    /** {@code timeout}. */
    record Timeout() implements Reason {
        @Override
        public String toString() {
            return "timeout";
        }
    }

    /** {@code calling_self}. */
    record CallingSelf() implements Reason {
        @Override
        public String toString() {
            return "calling_self";
        }
    }

    /**
     * {@code {nodedown, Node}}: a call went to a node that is not there, or left while the caller
     * waited.
     *
     * @param node the name of the node
     */
    record NodeDown(String node) implements Reason {
        @Override
        public String toString() {
            return "{nodedown, " + node + "}";
        }
    }

    /**
     * {@code {Reason, {Module, call, [Server, Request, Timeout]}}}: a call failed, and with it its
     * caller.
     *
     * @param reason why the call failed
     * @param server what was called
     * @param request what was asked
     * @param timeout how long the caller was ready to wait
     */
    record CallFailed(ExitReason reason, Object server, Object request, Duration timeout)
            implements Reason {
        @Override
        public String toString() {
            return "{" + reason + ", call " + server + " " + request + " " + timeout + "}";
        }
    }

    /**
     * {@code {Reason, {'Elixir.Task', Function, Arguments}}}: a task failed, and with it whoever
     * waited for it.
     *
     * @param reason why the task failed
     * @param function what its owner called, {@code await} for instance
     * @param arguments what the owner gave it: the task or tasks, and the time-out
     */
    record TaskFailed(ExitReason reason, String function, List<Object> arguments)
            implements Reason {
        /** Makes a reason; the arguments are copied. */
        public TaskFailed {
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(function, "function");
            arguments = List.copyOf(arguments);
        }

        @Override
        public String toString() {
            return "{" + reason + ", Task." + function + " " + arguments + "}";
        }
    }

    /**
     * {@code {bad_return_value, Value}}: a callback answered with something that is no answer.
     *
     * @param value the answer, as text
     */
    record BadReturnValue(String value) implements Reason {
        @Override
        public String toString() {
            return "{bad_return_value, " + value + "}";
        }
    }

    /**
     * {@code {Error, Stack}}: an exception that nobody caught.
     *
     * @param cause the exception, with its stack
     */
    record Crash(Throwable cause) implements Reason {
        /** Makes a reason; {@code cause} is not null. */
        public Crash {
            Objects.requireNonNull(cause, "cause");
        }

        @Override
        public String toString() {
            return "{" + cause + ", stack}";
        }
    }

    /**
     * Every other term.
     *
     * @param term any value
     */
    record Other(Object term) implements Reason {
        /** Makes a reason; {@code term} is not null. */
        public Other {
            Objects.requireNonNull(term, "term");
        }

        @Override
        public String toString() {
            return term.toString();
        }
    }

    /** {@return {@code {shutdown, detail}}} */
    static ExitReason shutdown(Object detail) {
        return new ShutdownWith(detail);
    }

    /** {@return {@code term} as a reason} */
    static ExitReason of(Object term) {
        return new Other(term);
    }

    /**
     * {@return whether supervisors and logs see a failure: all but normal, shutdown and {shutdown,
     * _}}
     */
    boolean isAbnormal();

    /**
     * {@return why in one word: the reason of a failed call without the description of the call}
     */
    ExitReason root();
}
