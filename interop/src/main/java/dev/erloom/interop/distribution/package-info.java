// SPDX-License-Identifier: Apache-2.0

/**
 * How two nodes find, trust and watch each other: cookies, name resolution through EPMD or fixed
 * ports, the handshake, and connections that carry frames and ticks.
 *
 * <p>Not for moving your own bytes between two programs: a peer that knows the cookie may send
 * anything to any process, and nothing is encrypted. Keep nodes on loopback or on a network that
 * you trust.
 *
 * <p>Smallest example: {@code NodeResolver.epmd().resolve("shop@127.0.0.1")} is the address where
 * the node {@code shop} of this machine listens.
 */
@NullMarked
package dev.erloom.interop.distribution;

import org.jspecify.annotations.NullMarked;
