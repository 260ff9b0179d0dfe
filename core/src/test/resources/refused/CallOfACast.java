// SPDX-License-Identifier: Apache-2.0
import dev.erloom.programs.Counter;
import dev.erloom.server.ServerRef;

/** A message without an answer cannot be asked. */
class CallOfACast {
    void ask(ServerRef<Counter.Message> counter) {
        // refused: cant.apply.symbols, because inconvertible.types: Counter.Increment, Call<
        counter.call(new Counter.Increment(1));
    }
}
