// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.term;

import java.util.ArrayDeque;

/** Equality of compound terms, at any depth. */
final class TermEquality {

    private TermEquality() {}

    /** One object need not be looked into. */
    @SuppressWarnings("ReferenceEquality")
    static boolean same(Term left, Term right) {
        return left == right;
    }

    static boolean equal(CompoundTerm left, CompoundTerm right) {
        if (same(left, right)) {
            return true;
        }
        // Pairs that are still to be compared, left before right; most terms need none.
        ArrayDeque<CompoundTerm> pairs = null;
        CompoundTerm a = left;
        CompoundTerm b = right;
        while (true) {
            if (!sameShape(a, b)) {
                return false;
            }
            for (int i = 0; i < a.partCount(); i++) {
                Term x = a.part(i);
                Term y = b.part(i);
                if (same(x, y)) {
                    continue;
                }
                if (x instanceof CompoundTerm deeperX && y instanceof CompoundTerm deeperY) {
                    pairs = pairs == null ? new ArrayDeque<>() : pairs;
                    pairs.addLast(deeperX);
                    pairs.addLast(deeperY);
                } else if (!x.equals(y)) {
                    return false;
                }
            }
            if (pairs == null || pairs.isEmpty()) {
                return true;
            }
            b = pairs.removeLast();
            a = pairs.removeLast();
        }
    }

    /** Whether two terms can only differ in their parts. */
    private static boolean sameShape(CompoundTerm left, CompoundTerm right) {
        return left.partCount() == right.partCount()
                && switch (left) {
                    case TupleTerm _ -> right instanceof TupleTerm;
                    case ListTerm _ -> right instanceof ListTerm;
                    case ImproperListTerm _ -> right instanceof ImproperListTerm;
                    case MapTerm _ -> right instanceof MapTerm;
                    case FunTerm a ->
                            right instanceof FunTerm b
                                    && a.identity().equals(b.identity())
                                    && a.pid().equals(b.pid());
                    case NativeRecordTerm a ->
                            right instanceof NativeRecordTerm b
                                    && a.definition().equals(b.definition());
                };
    }
}
