// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

/**
 * What two nodes know of each other once each has proved the cookie.
 *
 * @param self our name, which the peer gave us if we had none
 * @param creation our creation, unsigned
 * @param peer the peer's name, which we gave it if it had none
 * @param peerCreation the peer's creation, unsigned
 * @param flags what both announced
 * @param peerFlags what the peer announced, expanded
 */
record Handshaken(
        NodeName self,
        int creation,
        NodeName peer,
        int peerCreation,
        Flags flags,
        Flags peerFlags) {

    /** {@return whether either side keeps out of the visible cluster} */
    boolean isHidden() {
        return !flags.has(Flag.PUBLISHED);
    }
}
