// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import dev.erloom.interop.codec.Identities;
import dev.erloom.process.Border;
import dev.erloom.process.Pid;
import dev.erloom.process.Ref;

/** Finds the pids and references of a node by the numbers they have on the wire. */
record Numbers(Border border) implements Identities {

    @Override
    public Pid pid(String node, int creation, int id, int serial) {
        return border.pid(node, creation, id, serial);
    }

    @Override
    public Ref ref(String node, int creation, int... words) {
        return border.ref(node, creation, words);
    }
}
