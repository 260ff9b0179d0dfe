// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.term;

/**
 * An atom.
 *
 * @param name at most 255 characters (code points), without unpaired surrogates; may be empty
 */
public record AtomTerm(String name) implements Term {

    /** The longest name of an atom, in characters. */
    public static final int MAX_LENGTH = 255;

    /** The atom {@code true}. */
    public static final AtomTerm TRUE = new AtomTerm("true");

    /** The atom {@code false}. */
    public static final AtomTerm FALSE = new AtomTerm("false");

    /** The atom {@code nil}, Elixir's absent value; not Erlang's empty list. */
    public static final AtomTerm NIL = new AtomTerm("nil");

    /** The atom {@code ok}. */
    public static final AtomTerm OK = new AtomTerm("ok");

    /**
     * Makes an atom.
     *
     * @throws IllegalArgumentException if {@code name} is too long or not valid Unicode
     */
    public AtomTerm {
        if (name.length() > MAX_LENGTH && name.codePointCount(0, name.length()) > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "atom must have at most 255 characters, had "
                            + name.codePointCount(0, name.length()));
        }
        Utf8.requireWellFormed(name);
    }

    /** Returns the atom {@code true} or {@code false}. */
    public static AtomTerm of(boolean value) {
        return value ? TRUE : FALSE;
    }

    @Override
    public int hashCode() {
        return TermHash.of(name);
    }

    @Override
    public String toString() {
        return new ElixirPrinter().print(this);
    }
}
