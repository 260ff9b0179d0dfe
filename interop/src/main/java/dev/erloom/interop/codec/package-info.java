// SPDX-License-Identifier: Apache-2.0

/**
 * Terms as bytes: Erlang's External Term Format, and the packets in which nodes exchange terms.
 *
 * <p>Everything here is pure: bytes in, terms out and back, no sockets, no threads, no clock.
 * Programs that only send and receive need none of it; it is for those that keep terms in files or
 * move them through other channels than a connection. References are never null.
 *
 * <p>The smallest example: {@code new EtfEncoder().encode(Term.of(1))} are the bytes {@code 131,
 * 97, 1}.
 */
@NullMarked
package dev.erloom.interop.codec;

import org.jspecify.annotations.NullMarked;
