// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import org.jspecify.annotations.Nullable;

/** The node of a pid or reference: one of this JVM, or a peer known by its name and creation. */
sealed interface Home extends Comparable<Home> permits NodeImpl, RemoteNode {

    String name();

    int creation();

    void send(@Nullable ProcessImpl from, Address to, Object message);

    void exit(@Nullable ProcessImpl from, Pid to, ExitReason reason);

    boolean isAlive(Pid pid);

    @Override
    default int compareTo(Home other) {
        int byName = name().compareTo(other.name());
        return byName != 0 ? byName : Integer.compareUnsigned(creation(), other.creation());
    }
}
