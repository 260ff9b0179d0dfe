// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

/**
 * What handshakes need to know of the connections that a node has and is about to have; implemented
 * by whoever keeps them. Any thread may ask.
 *
 * <p>The answers are given to peers that have proved nothing yet, so they must change nothing: no
 * connection is dropped and no dialling is given up for them. The one who keeps the connections
 * acts when a handshake has succeeded:
 *
 * <ul>
 *   <li>a new connection of a peer takes the place of the one there was, which is closed, and its
 *       end told, before the new one is used;
 *   <li>a dialling that is still under way to that peer is then given up;
 *   <li>a dialling that fails with {@link HandshakeFailure.Reason#NOK} has not failed until its
 *       time is over: the peer is calling, and that call is the connection.
 * </ul>
 */
interface Peers {

    /** What a peer is told that calls. */
    enum Welcome {
        /** Go on. */
        OK,
        /** Go on, though we are calling you too: your call counts. */
        OK_SIMULTANEOUS,
        /** Stop, we are calling you: our call counts. */
        NOK,
        /** We have a connection from you: is it a dead one? */
        ALIVE,
        /** Nodes of your name are not admitted. */
        NOT_ALLOWED;

        /**
         * Decides between two nodes that may be calling each other: the call of the one with the
         * greater name counts.
         *
         * @param connected whether {@code self} has a connection to {@code peer}
         * @param dialling whether {@code self} is calling {@code peer}
         * @otp net_kernel:accept_pending
         */
        static Welcome of(NodeName self, NodeName peer, boolean connected, boolean dialling) {
            if (connected) {
                return ALIVE;
            }
            if (!dialling) {
                return OK;
            }
            return self.toString().compareTo(peer.toString()) > 0 ? NOK : OK_SIMULTANEOUS;
        }
    }

    /** {@return what to tell {@code peer}, who is calling} */
    Welcome welcome(NodeName peer);

    /**
     * {@return whether our call to {@code peer}, who says that it has a connection from us, is to
     * go on: true unless there is a connection by now}
     */
    boolean isStillWanted(NodeName peer);
}
