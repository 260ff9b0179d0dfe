// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.mapping;

import dev.erloom.interop.term.AtomTerm;
import dev.erloom.interop.term.MapTerm;
import dev.erloom.interop.term.Term;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The shape of a record that is a map with atoms as keys, and with a name an Elixir struct. */
final class StructShape extends RecordShape {

    private final @Nullable AtomTerm name;
    private final List<AtomTerm> keys;
    private final String pattern;

    StructShape(JavaType.Plain type, RecordAccess access, @Nullable AtomTerm name) {
        super(type, access);
        this.name = name;
        this.keys =
                access.names().stream()
                        .map(component -> Term.atom(SnakeCase.of(component)))
                        .toList();
        Set<AtomTerm> different = new HashSet<>(Set.of(Head.STRUCT));
        for (AtomTerm key : keys) {
            if (!different.add(key)) {
                throw new Refusal(type.raw().getName() + " has two components for key " + key);
            }
        }
        this.pattern =
                access.names().stream()
                        .map(SnakeCase::of)
                        .collect(
                                Collectors.joining(
                                        ", ", "%" + (name == null ? "" : name) + "{", "}"));
    }

    @Override
    boolean fits(Term term) {
        return term instanceof MapTerm map
                && (name == null || name.equals(map.get(Head.STRUCT).orElse(null)));
    }

    @Override
    @Nullable Term part(Term term, int index) {
        return ((MapTerm) term).get(keys.get(index)).orElse(null);
    }

    @Override
    Term assemble(Term[] parts) {
        int offset = name == null ? 0 : 2;
        Term[] entries = new Term[offset + 2 * parts.length];
        if (name != null) {
            entries[0] = Head.STRUCT;
            entries[1] = name;
        }
        for (int i = 0; i < parts.length; i++) {
            entries[offset + 2 * i] = keys.get(i);
            entries[offset + 2 * i + 1] = parts[i];
        }
        return MapTerm.of(entries);
    }

    @Override
    String step(int index) {
        return "key " + keys.get(index);
    }

    @Override
    public List<Head> heads() {
        return List.of(name == null ? new Head.OfMap() : new Head.OfStruct(name.name()));
    }

    @Override
    public String pattern() {
        return pattern;
    }
}
