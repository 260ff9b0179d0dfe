// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

import dev.erloom.process.ExitReason;
import dev.erloom.process.Timeouts;
import dev.erloom.server.GenServer.Continuation;
import dev.erloom.server.GenServer.Init;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The answers of {@code init}. */
sealed interface InitValue<S> extends Init<S> {

    record Ready<S>(S state, @Nullable Duration idle, @Nullable Continuation<S> work)
            implements InitValue<S> {
        @Override
        public Init<S> timeout(Duration idle) {
            NextValue.checkOne(work);
            return new Ready<>(state, Timeouts.check(idle, "timeout"), work);
        }

        @Override
        public Init<S> thenContinue(Continuation<S> work) {
            NextValue.checkOne(idle);
            return new Ready<>(state, idle, Objects.requireNonNull(work, "work"));
        }
    }

    record Ignore<S>() implements InitValue<S> {}

    record Stop<S>(ExitReason reason) implements InitValue<S> {
        public Stop {
            Objects.requireNonNull(reason, "reason");
        }
    }

    record Failure<S>(ExitReason reason) implements InitValue<S> {
        public Failure {
            Objects.requireNonNull(reason, "reason");
        }
    }

    @Override
    default Init<S> timeout(Duration idle) {
        throw new IllegalStateException("only ok takes a timeout, was " + this);
    }

    @Override
    default Init<S> thenContinue(Continuation<S> work) {
        throw new IllegalStateException("only ok takes a continuation, was " + this);
    }
}
