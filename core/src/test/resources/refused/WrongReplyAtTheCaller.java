// SPDX-License-Identifier: Apache-2.0
import dev.erloom.programs.Counter;
import dev.erloom.server.ServerRef;

/** A call has the type of its request's reply. */
class WrongReplyAtTheCaller {
    String ask(ServerRef<Counter.Message> counter) {
        // refused: prob.found.req, because upper.bounds: String
        return counter.call(new Counter.Get());
    }
}
