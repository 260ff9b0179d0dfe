// SPDX-License-Identifier: Apache-2.0
import dev.erloom.programs.Counter;
import dev.erloom.process.StartResult;
import dev.erloom.server.GenServer;
import dev.erloom.server.Name;
import dev.erloom.server.ServerRef;

/** A server starts under a name of its own protocol. */
class NameOfAnotherProtocol {
    interface DoorMessage {}

    static final Name<DoorMessage> DOOR = Name.of("door");

    StartResult<ServerRef<Counter.Message>> start() {
        // refused: cant.apply.symbols, because NameOfAnotherProtocol.DoorMessage,Counter.Message
        return GenServer.startLink(new Counter(0), DOOR);
    }
}
