// SPDX-License-Identifier: Apache-2.0
import dev.erloom.programs.Counter;
import dev.erloom.server.ServerRef;

/** A question cannot be told: its answer would have nowhere to go. */
class CastOfACall {
    void tell(ServerRef<Counter.Message> counter) {
        // refused: cant.apply.symbol, because inconvertible.types: Counter.Get, Cast<
        counter.cast(new Counter.Get());
    }
}
