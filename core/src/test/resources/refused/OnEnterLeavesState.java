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
        return keepStateAndData();
    }

    @Override
    public Entered<String, String> onEnter(String from, String state, String data) {
        return switch (state) {
            // refused: prob.incompatible.ret.type.in.switch.expr
            case "a" -> nextState("b", data);
            default -> keepState(data);
        };
    }
}
