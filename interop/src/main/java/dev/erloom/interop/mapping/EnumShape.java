// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.mapping;

import dev.erloom.interop.term.AtomTerm;
import dev.erloom.interop.term.Term;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The shape of an enum: its constants are atoms in lower case. */
final class EnumShape implements CaseShape {

    private final JavaType.Plain type;
    private final Map<String, Enum<?>> byAtom = new LinkedHashMap<>();
    private final Map<Object, AtomTerm> byConstant = new HashMap<>();

    EnumShape(JavaType.Plain type) {
        this.type = type;
        for (Object element : type.raw().getEnumConstants()) {
            Enum<?> constant = (Enum<?>) element;
            AtomTerm atom = Term.atom(SnakeCase.ofConstant(constant.name()));
            Enum<?> other = byAtom.put(atom.name(), constant);
            if (other != null) {
                throw new Refusal(
                        type.raw().getName()
                                + " has two constants that are "
                                + atom
                                + ": "
                                + other.name()
                                + " and "
                                + constant.name());
            }
            byConstant.put(constant, atom);
        }
    }

    @Override
    public Object write(Object value, int depth) {
        AtomTerm atom = byConstant.get(value);
        return atom == null ? Miss.because("it is no constant of " + type) : atom;
    }

    @Override
    public Object read(Term term, int depth) {
        Object constant = term instanceof AtomTerm(String name) ? byAtom.get(name) : null;
        return constant == null ? Miss.expected(pattern(), term) : constant;
    }

    @Override
    public boolean takesNil() {
        return byAtom.containsKey(AtomTerm.NIL.name());
    }

    @Override
    public JavaType.Plain type() {
        return type;
    }

    @Override
    public List<Head> heads() {
        return byAtom.keySet().stream().<Head>map(Head.OfAtom::new).toList();
    }

    @Override
    public String pattern() {
        return byAtom.isEmpty()
                ? "nothing, as there are no constants"
                : byAtom.keySet().stream()
                        .map(name -> Term.atom(name).toString())
                        .collect(Collectors.joining(" or "));
    }
}
