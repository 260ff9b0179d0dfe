// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.term;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/**
 * An Erlang term: the form in which values travel between nodes.
 *
 * <p>Terms are immutable. {@code equals} is Erlang's {@code =:=}, so {@code 1} is not {@code 1.0}
 * and, as in OTP 27, {@code 0.0} is not {@code -0.0}. {@link #compareTo} is Erlang's term order
 * (number, atom, reference, fun, port, pid, tuple, native record, map, nil, list, bitstring); where
 * Erlang's {@code ==} holds between terms that are not {@code equals}, such as {@code 1} and {@code
 * 1.0}, the integer comes first, so that the order is consistent with {@code equals}. {@code
 * toString} shows a term as Elixir's {@code inspect/1} does. Nothing here recurses over nesting: a
 * term may be nested as deep as memory allows.
 *
 * @otp erlang:'=:='/2
 */
public sealed interface Term extends Comparable<Term>
        permits AtomTerm,
                IntTerm,
                BigIntTerm,
                FloatTerm,
                BinaryTerm,
                BitStringTerm,
                PidTerm,
                RefTerm,
                PortTerm,
                ExportTerm,
                CompoundTerm {

    /** Returns the integer {@code value}. */
    static IntTerm of(long value) {
        return IntTerm.of(value);
    }

    /** Returns the integer {@code value}: an {@link IntTerm} where it fits a long. */
    static Term of(BigInteger value) {
        return value.bitLength() < Long.SIZE
                ? IntTerm.of(value.longValue())
                : new BigIntTerm(value);
    }

    /**
     * Returns the float {@code value}.
     *
     * @throws IllegalArgumentException if {@code value} is infinite or not a number
     */
    static FloatTerm of(double value) {
        return new FloatTerm(value);
    }

    /**
     * Returns the atom called {@code name}, written {@code :name} in Elixir.
     *
     * @throws IllegalArgumentException if {@code name} is no atom's name, see {@link AtomTerm}
     */
    static AtomTerm atom(String name) {
        return new AtomTerm(name);
    }

    /**
     * Returns {@code text} as a binary of UTF-8, which is what Elixir calls a string.
     *
     * @throws IllegalArgumentException if {@code text} holds half of a surrogate pair
     */
    static BinaryTerm binary(String text) {
        return BinaryTerm.of(text);
    }

    /** Returns a binary with a copy of {@code bytes}. */
    static BinaryTerm binary(byte[] bytes) {
        return BinaryTerm.of(bytes);
    }

    /** Returns the tuple of {@code elements}, which are copied. */
    static TupleTerm tuple(Term... elements) {
        return TupleTerm.copyOf(elements, 0, elements.length);
    }

    /** Returns the proper list of {@code elements}, which are copied. */
    static ListTerm list(Term... elements) {
        return ListTerm.copyOf(elements, 0, elements.length);
    }

    /** Returns the proper list of {@code elements}, which are copied. */
    static ListTerm list(List<? extends Term> elements) {
        return ListTerm.copyOf(elements);
    }

    /** Returns the map with a copy of {@code entries}. */
    static MapTerm map(Map<? extends Term, ? extends Term> entries) {
        return MapTerm.copyOf(entries);
    }

    /**
     * Compares in Erlang's term order.
     *
     * @return a negative number, zero or a positive number as this term is before, equal to, or
     *     after {@code other}; zero exactly when {@code equals} holds
     */
    @Override
    default int compareTo(Term other) {
        return TermOrder.compare(this, other);
    }

    /** Returns this term as Erlang's {@code ~0tp} shows it, on one line. */
    default String toErlangString() {
        return new ErlangPrinter().print(this);
    }
}
