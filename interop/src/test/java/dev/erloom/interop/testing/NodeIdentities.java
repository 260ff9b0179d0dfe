// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.testing;

import dev.erloom.interop.codec.Identities;
import dev.erloom.process.Border;
import dev.erloom.process.Node;
import dev.erloom.process.Pid;
import dev.erloom.process.Ref;

/** Pids and references made by a node of their own, which is called {@code java@127.0.0.1}. */
public final class NodeIdentities implements Identities, AutoCloseable {

    private final Node node = Node.start();
    private final Border border = node.distribute("java@127.0.0.1", 7, (_, _) -> {});

    @Override
    public Pid pid(String name, int creation, int id, int serial) {
        return border.pid(name, creation, id, serial);
    }

    @Override
    public Ref ref(String name, int creation, int... words) {
        return border.ref(name, creation, words);
    }

    @Override
    public void close() {
        node.close();
    }
}
