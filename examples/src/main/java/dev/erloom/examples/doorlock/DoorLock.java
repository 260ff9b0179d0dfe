// SPDX-License-Identifier: Apache-2.0
package dev.erloom.examples.doorlock;

import static dev.erloom.examples.doorlock.DoorLock.State.LOCKED;
import static dev.erloom.examples.doorlock.DoorLock.State.OPEN;

import dev.erloom.process.Node;
import dev.erloom.server.Call;
import dev.erloom.server.Cast;
import dev.erloom.server.ServerRef;
import dev.erloom.statem.GenStatem;
import java.time.Duration;

// @start region="machine"
public record DoorLock(String code) implements GenStatem<DoorLock.Message, DoorLock.State, String> {
    public enum State {
        LOCKED,
        OPEN
    }

    public sealed interface Message {}

    public record Press(char key) implements Message, Cast<Message> {}

    public record Look() implements Message, Call<Message, State> {}

    record Forget() implements Message {}

    record Close() implements Message {}

    @Override
    public Init<State, String> init() {
        return ok(LOCKED, "");
    }

    @Override
    public Entered<State, String> onEnter(State from, State state, String typed) {
        return switch (state) {
            case LOCKED -> keepState("");
            case OPEN -> keepState("", stateTimeout(Duration.ofSeconds(10), new Close()));
        };
    }

    @Override
    public Transition<State, String> handle(Message message, State state, String typed) {
        return switch (state) {
            case LOCKED ->
                    switch (message) {
                        case Press(char key) when (typed + key).equals(code) ->
                                nextState(OPEN, typed);
                        case Press(char key) ->
                                keepState(
                                        typed + key,
                                        eventTimeout(Duration.ofSeconds(5), new Forget()));
                        case Forget() -> keepState("");
                        case Look look -> keepStateAndData(reply(look, state));
                        case Close() -> keepStateAndData();
                    };
            case OPEN ->
                    switch (message) {
                        case Press _ -> keepStateAndData(postpone());
                        case Look look -> keepStateAndData(reply(look, state));
                        case Close() -> nextState(LOCKED, typed);
                        case Forget() -> keepStateAndData();
                    };
        };
    }

    // @end region="machine"

    static void main() {
        Node.main(() -> {
            // @start region="use"
            ServerRef<Message> door = GenStatem.startLink(new DoorLock("1234")).orElseThrow();
            for (char key : "1234".toCharArray()) {
                door.cast(new Press(key));
            }
            IO.println("The door is " + door.call(new Look()));
            // @end region="use"
        });
    }
}
