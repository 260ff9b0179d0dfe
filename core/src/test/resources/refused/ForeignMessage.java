// SPDX-License-Identifier: Apache-2.0
import dev.erloom.programs.Counter;
import dev.erloom.server.Call;
import dev.erloom.server.ServerRef;

/** A server is asked in its own protocol only. */
class ForeignMessage {
    interface DoorMessage {}

    record IsOpen() implements DoorMessage, Call<DoorMessage, Boolean> {}

    void ask(ServerRef<Counter.Message> counter) {
        // refused: cant.apply.symbols, because inconvertible.types: ForeignMessage.IsOpen, Call<
        counter.call(new IsOpen());
    }
}
