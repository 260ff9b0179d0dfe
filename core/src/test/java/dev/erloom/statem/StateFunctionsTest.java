// SPDX-License-Identifier: Apache-2.0
package dev.erloom.statem;

import static dev.erloom.testing.TestNode.onNode;
import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.server.Call;
import dev.erloom.server.Cast;
import dev.erloom.server.ServerRef;
import dev.erloom.testing.LogCapture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The callback mode in which the states are the functions. */
class StateFunctionsTest {

    /** A push button that counts how often it was switched on. */
    record PushButton() implements StateFunctions<PushButton.Message, PushButton.State, Integer> {
        sealed interface Message {}

        record Push() implements Message, Cast<Message> {}

        record Count() implements Message, Call<Message, Integer> {}

        enum State implements StateFunction<Message, State, Integer> {
            OFF {
                @Override
                public Transition<State, Integer> handle(Message message, Integer count) {
                    return switch (message) {
                        case Push() -> nextState(ON, count);
                        case Count ask -> keepStateAndData(reply(ask, count));
                    };
                }
            },
            ON {
                @Override
                public Entered<State, Integer> onEnter(State from, Integer count) {
                    return keepState(count + 1);
                }

                @Override
                public Transition<State, Integer> handle(Message message, Integer count) {
                    return switch (message) {
                        case Push() -> nextState(OFF, count);
                        case Count ask -> keepStateAndData(reply(ask, count));
                    };
                }

                @Override
                public Transition<State, Integer> handleInfo(Object message, Integer count) {
                    return keepState(count + 100);
                }
            }
        }

        @Override
        public Init<State, Integer> init() {
            return ok(State.OFF, 0);
        }
    }

    @DisplayName("SM-1 each state handles its own messages, strays and enter calls")
    @Test
    void states_are_functions() {
        onNode(() -> {
            try (LogCapture log = LogCapture.of("dev.erloom.statem")) {
                ServerRef<PushButton.Message> button =
                        GenStatem.startLink(new PushButton()).orElseThrow();

                button.cast(new PushButton.Push());
                button.send("a stray while it is on");
                assertThat(button.call(new PushButton.Count())).isEqualTo(101);
                button.cast(new PushButton.Push());
                button.send("a stray while it is off");
                button.cast(new PushButton.Push());

                assertThat(button.call(new PushButton.Count())).isEqualTo(102);
                assertThat(log.entries())
                        .singleElement()
                        .satisfies(entry ->
                                assertThat(entry.text()).contains("a stray while it is off"));
            }
        });
    }
}
