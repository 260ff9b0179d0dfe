// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.mapping;

import dev.erloom.interop.term.AtomTerm;
import dev.erloom.interop.term.Term;
import dev.erloom.interop.term.TupleTerm;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The shape of a record that is a tuple with an atom in front; without components it is the atom
 * alone, and without a tag the tuple of its components alone.
 */
final class TupleShape extends RecordShape {

    private final @Nullable AtomTerm tag;

    /** How many elements come before the components. */
    private final int offset;

    private final List<String> names;
    private final String pattern;

    TupleShape(JavaType.Plain type, RecordAccess access, @Nullable AtomTerm tag) {
        super(type, access);
        this.tag = tag;
        this.offset = tag == null ? 0 : 1;
        this.names = access.names();
        this.pattern = isAtom() ? String.valueOf(tag) : tuplePattern();
    }

    private boolean isAtom() {
        return tag != null && names.isEmpty();
    }

    private String tuplePattern() {
        Stream<String> first = tag == null ? Stream.empty() : Stream.of(tag.toString());
        return Stream.concat(first, names.stream()).collect(Collectors.joining(", ", "{", "}"));
    }

    @Override
    boolean fits(Term term) {
        if (isAtom()) {
            return term.equals(tag);
        }
        return term instanceof TupleTerm tuple
                && tuple.size() == names.size() + offset
                && (tag == null || tuple.get(0).equals(tag));
    }

    @Override
    Term part(Term term, int index) {
        return ((TupleTerm) term).get(index + offset);
    }

    @Override
    Term assemble(Term[] parts) {
        if (tag == null) {
            return Term.tuple(parts);
        }
        if (parts.length == 0) {
            return tag;
        }
        Term[] elements = new Term[parts.length + 1];
        elements[0] = tag;
        System.arraycopy(parts, 0, elements, 1, parts.length);
        return Term.tuple(elements);
    }

    @Override
    String step(int index) {
        return "element " + (index + offset) + " (" + names.get(index) + ")";
    }

    @Override
    public List<Head> heads() {
        if (tag == null) {
            return List.of(new Head.OfTuple(names.size()));
        }
        return List.of(
                names.isEmpty()
                        ? new Head.OfAtom(tag.name())
                        : new Head.OfTagged(tag.name(), names.size() + 1));
    }

    @Override
    public boolean takesNil() {
        return isAtom() && AtomTerm.NIL.equals(tag);
    }

    @Override
    public String pattern() {
        return pattern;
    }
}
