// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.mapping;

import dev.erloom.interop.term.AtomTerm;
import dev.erloom.interop.term.MapTerm;
import dev.erloom.interop.term.Term;
import dev.erloom.interop.term.TupleTerm;

/** What a term shows at first sight, by which the case of a sealed interface is chosen. */
sealed interface Head {

    /** The atom {@code name}. */
    record OfAtom(String name) implements Head {}

    /** A tuple of {@code size} elements, the first of which is the atom {@code tag}. */
    record OfTagged(String tag, int size) implements Head {}

    /** A tuple of {@code size} elements. */
    record OfTuple(int size) implements Head {}

    /** A map with {@code __struct__: name}. */
    record OfStruct(String name) implements Head {}

    /** A map. */
    record OfMap() implements Head {}

    /** Any other term; the head of no case. */
    record OfOther() implements Head {}

    /** Where Elixir keeps the name of a struct. */
    AtomTerm STRUCT = Term.atom("__struct__");

    /** {@return the most that {@code term} shows} */
    static Head of(Term term) {
        return switch (term) {
            case AtomTerm(String name) -> new OfAtom(name);
            case TupleTerm tuple
                    when tuple.size() > 0 && tuple.get(0) instanceof AtomTerm(String tag) ->
                    new OfTagged(tag, tuple.size());
            case TupleTerm tuple -> new OfTuple(tuple.size());
            case MapTerm map when map.get(STRUCT).orElse(null) instanceof AtomTerm(String name) ->
                    new OfStruct(name);
            case MapTerm _ -> new OfMap();
            default -> new OfOther();
        };
    }

    /** {@return this head without its atom: what a tuple or map is as well} */
    default Head plainer() {
        return switch (this) {
            case OfTagged(_, int size) -> new OfTuple(size);
            case OfStruct _ -> new OfMap();
            case OfAtom _, OfTuple _, OfMap _, OfOther _ -> this;
        };
    }

    /** {@return whether terms of both heads cannot be told apart} */
    default boolean meets(Head other) {
        return switch (this) {
            case OfTuple(int size) ->
                    equals(other) || (other instanceof OfTagged(_, int others) && size == others);
            case OfTagged _ -> equals(other) || (other instanceof OfTuple && other.meets(this));
            case OfAtom _, OfStruct _, OfMap _, OfOther _ -> equals(other);
        };
    }
}
