// SPDX-License-Identifier: Apache-2.0
import dev.erloom.process.Starter;
import dev.erloom.programs.Counter;

/** What takes any start function is generic; a wildcard refuses them all. */
class WildcardStarter {
    static void child(String id, Starter<?> start) {}

    static void tree() {
        // refused: cant.apply.symbol, because incompatible.ret.type.in.mref
        child("counter", Counter::startLink);
    }
}
