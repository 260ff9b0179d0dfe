// SPDX-License-Identifier: Apache-2.0
import dev.erloom.server.ServerRef;

/** A message of a protocol that says neither whether it is answered nor that it is not. */
class NeitherCallNorCast {
    sealed interface Message {}

    record Forgotten() implements Message {}

    void tell(ServerRef<Message> server) {
        // refused: cant.apply.symbol, because NeitherCallNorCast.Forgotten, Cast<
        server.cast(new Forgotten());
    }
}
