// SPDX-License-Identifier: Apache-2.0

/**
 * Erlang terms as Java values: what a message from another node is before it is mapped to the types
 * of a protocol.
 *
 * <p>Use the records of your protocol where the shape of a message is known; {@link
 * dev.erloom.interop.term.Term Term} is for what the types do not describe, for looking at what a
 * peer really sent, and for talking to code that is written in terms. References are never null.
 *
 * <p>The smallest example: {@code Term.tuple(AtomTerm.OK, Term.of(1))} is {@code {:ok, 1}}, and is
 * read by {@code if (term instanceof TupleTerm tuple && tuple.get(0).equals(AtomTerm.OK))}.
 */
@NullMarked
package dev.erloom.interop.term;

import org.jspecify.annotations.NullMarked;
