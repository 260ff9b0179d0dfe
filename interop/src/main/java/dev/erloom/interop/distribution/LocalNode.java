// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import java.security.SecureRandom;

/**
 * What this node says of itself in a handshake.
 *
 * @param name its name; when {@code announced} has {@link Flag#NAME_ME} only the host of it counts,
 *     and the peer gives the rest
 * @param creation which incarnation of the name this is, unsigned
 * @param announced what it can handle
 * @param cookie what it proves and asks peers to prove
 */
record LocalNode(NodeName name, int creation, Flags announced, Cookie cookie) {

    /** Creations up to this are left to the nodes of old, which had two bits for them. */
    private static final int SMALLEST = 4;

    /** {@return a creation for a node that has none from EPMD} */
    static int randomCreation() {
        var random = new SecureRandom();
        int creation = random.nextInt();
        while (Integer.compareUnsigned(creation, SMALLEST) < 0) {
            creation = random.nextInt();
        }
        return creation;
    }

    /** {@return a node that has no name until its first peer gives it one} */
    static LocalNode nameless(String host, Cookie cookie) {
        return new LocalNode(
                new NodeName("undefined", host), 0, Flags.HIDDEN.with(Flag.NAME_ME), cookie);
    }
}
