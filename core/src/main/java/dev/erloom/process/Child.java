// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The process's side of a start. */
final class Child<T> implements ProcessBody, ProcLib.Ready<T>, Kin {
    /** What the starter is told by one that runs. */
    enum Mark {
        READY
    }

    static final Mark READY = Mark.READY;

    /** What it runs now; volatile, because senders ask it what it understands. */
    private volatile ProcLib.Body<?> body;

    private final String initialCall;
    private final List<Object> ancestors;

    /** Null once the starter knows: what lives long keeps nothing of its start. */
    private @Nullable Start<T> start;

    Child(ProcLib.Body<T> body, String initialCall, List<Object> ancestors, Start<T> start) {
        this.body = body;
        this.initialCall = initialCall;
        this.ancestors = ancestors;
        this.start = start;
    }

    /** What the starter waits for. */
    static final class Start<T> {
        private final @Nullable String name;
        private final Slot answer;

        /** Written before the starter is told, by the slot or by the end of the process. */
        private @Nullable StartResult<T> result;

        Start(@Nullable String name, Slot answer) {
            this.name = name;
            this.answer = answer;
        }

        /** {@return how the start went, of a process that has said so} */
        StartResult<T> result() {
            return Objects.requireNonNull(result, "result");
        }

        /** {@return how the start went, of a process that has ended with {@code reason}} */
        StartResult<T> failure(ExitReason reason) {
            return result == null ? new StartResult.Failed<>(reason) : result;
        }

        private void is(StartResult<T> now) {
            if (!answer.isComplete()) {
                result = now;
            }
        }
    }

    @Override
    @SuppressWarnings("unchecked") // it is what the constructor got
    public void run() throws Exception {
        ProcessImpl me = ProcessImpl.current("a start");
        Start<T> mine = Objects.requireNonNull(start, "start");
        ProcessImpl owner =
                mine.name == null ? null : me.node.naming.registerOrOwner(mine.name, me);
        if (owner == null) {
            ((ProcLib.Body<T>) body).run(this);
        } else {
            mine.is(new StartResult.AlreadyStarted<>(owner.pid));
        }
    }

    @Override
    public void started(T value) {
        Start<T> mine = start;
        if (mine != null) {
            mine.is(new StartResult.Started<>(ProcessImpl.current("a start").pid, value));
            start = null;
            mine.answer.complete(READY);
        }
    }

    @Override
    public ExitException failed(StartResult<T> failure, ExitReason exit) {
        if (start != null) {
            start.is(failure);
        }
        throw new ExitException(exit);
    }

    /** {@return what it runs now} */
    ProcLib.Body<?> body() {
        return body;
    }

    void become(ProcLib.Body<?> other) {
        body = other;
    }

    @Override
    public List<Object> ancestors() {
        return ancestors;
    }

    @Override
    public List<Pid> callers() {
        return List.of();
    }

    @Override
    public boolean isReported() {
        return true;
    }

    void check(Object message) {
        if (body instanceof Gen.Protocol protocol && !(message instanceof Gen.SystemMessage)) {
            protocol.check(message);
        }
    }

    @Override
    public String initialCall() {
        return initialCall;
    }
}
