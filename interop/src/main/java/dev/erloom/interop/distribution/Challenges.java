// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import java.security.SecureRandom;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/**
 * The challenges that a node has issued and that are not answered yet. A peer that hands one of
 * them back wants us to prove the cookie to ourselves, in its name.
 */
final class Challenges {
    private final IntSupplier random;
    private final Set<Integer> open = ConcurrentHashMap.newKeySet();

    Challenges() {
        this(new SecureRandom()::nextInt);
    }

    Challenges(IntSupplier random) {
        this.random = random;
    }

    /** {@return a challenge that no other handshake of this node has open} */
    int issue() {
        int challenge = random.getAsInt();
        while (!open.add(challenge)) {
            challenge = random.getAsInt();
        }
        return challenge;
    }

    void forget(int challenge) {
        open.remove(challenge);
    }

    /** {@return whether {@code challenge} is one that we wait for an answer to} */
    boolean isOpen(int challenge) {
        return open.contains(challenge);
    }
}
