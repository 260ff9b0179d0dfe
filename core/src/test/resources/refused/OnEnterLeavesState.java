// SPDX-License-Identifier: Apache-2.0
import dev.erloom.server.Cast;
import dev.erloom.statem.GenStatem;

/** An enter call cannot leave the state, postpone, insert events or change the callbacks. */
record OnEnterLeavesState() implements GenStatem<OnEnterLeavesState.Message, String, String> {
    sealed interface Message {}

    record Go() implements Message, Cast<Message> {}

    @Override
    public Init<String, String> init() {
        return ok("a", "");
    }

    @Override
    public Transition<String, String> handle(Message message, String state, String data) {
        return nextState("b", data, postpone(), nextEvent(new Go()));
    }

    @Override
    public Entered<String, String> onEnter(String from, String state, String data) {
        if (state.equals("a")) {
            // refused: prob.found.req, because inconvertible.types: Answers.Transition
            return nextState("b", data);
        }
        if (state.equals("b")) {
            // refused: prob.found.req, because inconvertible.types: Answers.Transition
            return keepState(data, postpone());
        }
        if (state.equals("c")) {
            // refused: prob.found.req, because inconvertible.types: Answers.Transition
            return keepStateAndData(nextEvent(new Go()));
        }
        // refused: prob.found.req, because inconvertible.types: Answers.Transition
        return repeatState(data, changeCallbackModule(this));
    }
}
