// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Connections as a test wants them to be. */
final class KnownPeers implements Peers {
    volatile Welcome welcome = Welcome.OK;
    volatile boolean wanted = true;

    /** Who has called. */
    final BlockingQueue<NodeName> asked = new LinkedBlockingQueue<>();

    @Override
    public Welcome welcome(NodeName peer) {
        asked.add(peer);
        return welcome;
    }

    @Override
    public boolean isStillWanted(NodeName peer) {
        return wanted;
    }
}
