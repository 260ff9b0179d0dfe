// SPDX-License-Identifier: Apache-2.0
package dev.erloom.statem;

import dev.erloom.process.ExitReason;
import dev.erloom.statem.Answers.Action;
import dev.erloom.statem.Answers.Entered;
import dev.erloom.statem.Answers.Init;
import dev.erloom.statem.Answers.Reply;
import dev.erloom.statem.Answers.Stop;
import dev.erloom.statem.Answers.Transition;
import java.util.List;
import java.util.Objects;

/** The answers of the callbacks, as data for the {@link Engine}. */
sealed interface TransitionValue<S, D> extends Transition<S, D> {

    record NextState<S, D>(S state, D data, List<Action> actions) implements TransitionValue<S, D> {
        public NextState {
            Objects.requireNonNull(state, "state");
        }
    }

    record KeepState<S, D>(D data, List<Action> actions)
            implements TransitionValue<S, D>, Entered<S, D> {}

    record KeepStateAndData<S, D>(List<Action> actions)
            implements TransitionValue<S, D>, Entered<S, D> {}

    record RepeatState<S, D>(D data, List<Action> actions)
            implements TransitionValue<S, D>, Entered<S, D> {}

    record RepeatStateAndData<S, D>(List<Action> actions)
            implements TransitionValue<S, D>, Entered<S, D> {}

    record StopKeepingData<S, D>(ExitReason reason, List<Reply> replies)
            implements TransitionValue<S, D>, InitValue<S, D>, Stop<S, D> {
        public StopKeepingData {
            Objects.requireNonNull(reason, "reason");
        }
    }

    record StopWithData<S, D>(ExitReason reason, List<Reply> replies, D data)
            implements TransitionValue<S, D>, Entered<S, D> {
        public StopWithData {
            Objects.requireNonNull(reason, "reason");
        }
    }

    /** The answers of {@code init}; {@link StopKeepingData} is one, too. */
    sealed interface InitValue<S, D> extends Init<S, D> {}

    record Ready<S, D>(S state, D data, List<Action> actions) implements InitValue<S, D> {
        public Ready {
            Objects.requireNonNull(state, "state");
        }
    }

    record Ignore<S, D>() implements InitValue<S, D> {}

    record Failure<S, D>(ExitReason reason) implements InitValue<S, D> {
        public Failure {
            Objects.requireNonNull(reason, "reason");
        }
    }
}
