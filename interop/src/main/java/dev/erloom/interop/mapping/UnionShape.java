// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.mapping;

import dev.erloom.interop.term.AtomTerm;
import dev.erloom.interop.term.Term;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The shape of a sealed interface: that of one of its records or enums, which the atom and the size
 * of the term decide.
 */
final class UnionShape implements Shape {

    /** How many cases a message lists. */
    private static final int MAX_NAMED = 8;

    private final JavaType.Plain type;
    private final Map<Head, CaseShape> byHead = new HashMap<>();
    private final Map<Class<?>, CaseShape> byClass = new HashMap<>();
    private String pattern = "nothing, as there are no cases";

    UnionShape(JavaType.Plain type) {
        this.type = type;
    }

    /** Completes the shape; called once, before anybody else sees it. */
    void bind(List<CaseShape> found) {
        for (CaseShape added : found) {
            byHead.forEach((taken, earlier) -> refuseMeeting(added, taken, earlier));
            added.heads().forEach(head -> byHead.put(head, added));
            byClass.put(added.type().raw(), added);
        }
        if (!found.isEmpty()) {
            pattern = pattern(found);
        }
    }

    private void refuseMeeting(CaseShape added, Head taken, CaseShape earlier) {
        if (added.heads().stream().anyMatch(taken::meets)) {
            throw new Refusal(
                    "cases "
                            + earlier.type()
                            + " ("
                            + earlier.pattern()
                            + ") and "
                            + added.type()
                            + " ("
                            + added.pattern()
                            + ") of "
                            + type.raw().getTypeName()
                            + " cannot be told apart");
        }
    }

    private static String pattern(List<CaseShape> cases) {
        String named =
                cases.stream()
                        .limit(MAX_NAMED)
                        .map(CaseShape::pattern)
                        .collect(Collectors.joining(" or "));
        return cases.size() <= MAX_NAMED
                ? named
                : named + " or one of " + (cases.size() - MAX_NAMED) + " more";
    }

    @Override
    public Object write(Object value, int depth) {
        Class<?> raw =
                value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass();
        CaseShape found = byClass.get(raw);
        return found == null
                ? Miss.because(raw.getName() + " is no case of " + type)
                : found.write(value, depth);
    }

    @Override
    public Object read(Term term, int depth) {
        Head head = Head.of(term);
        CaseShape found = byHead.get(head);
        if (found == null) {
            found = byHead.get(head.plainer());
        }
        return found == null ? Miss.expected(pattern, term) : found.read(term, depth);
    }

    @Override
    public boolean takesNil() {
        return byHead.containsKey(new Head.OfAtom(AtomTerm.NIL.name()));
    }
}
