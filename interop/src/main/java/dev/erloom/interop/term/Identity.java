// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.term;

import dev.erloom.process.Pid;
import dev.erloom.process.Ref;

/** Erlang's order of pids, references and ports, and of what names a fun or a native record. */
final class Identity {

    private Identity() {}

    static int compare(Pid left, Pid right) {
        int order = Integer.compareUnsigned(left.serial(), right.serial());
        if (order == 0) {
            order = Integer.compareUnsigned(left.id(), right.id());
        }
        return order != 0
                ? order
                : nodes(left.node(), left.creation(), right.node(), right.creation());
    }

    static int compare(PortTerm left, PortTerm right) {
        int order = nodes(left.node(), left.creation(), right.node(), right.creation());
        return order != 0 ? order : Long.compareUnsigned(left.id(), right.id());
    }

    /** The last word is the most significant; a shorter reference has zeros there. */
    static int compare(Ref left, Ref right) {
        int order = nodes(left.node(), left.creation(), right.node(), right.creation());
        for (int i = Math.max(left.wordCount(), right.wordCount()) - 1; order == 0 && i >= 0; i--) {
            order = Integer.compareUnsigned(word(left, i), word(right, i));
        }
        return order != 0 ? order : Integer.compare(left.wordCount(), right.wordCount());
    }

    private static int word(Ref ref, int index) {
        return index < ref.wordCount() ? ref.word(index) : 0;
    }

    private static int nodes(String left, int leftCreation, String right, int rightCreation) {
        int order = Utf8.compare(left, right);
        return order != 0 ? order : Integer.compareUnsigned(leftCreation, rightCreation);
    }

    static int compare(FunTerm left, FunTerm right) {
        FunTerm.Identity a = left.identity();
        FunTerm.Identity b = right.identity();
        int order = Utf8.compare(a.module().name(), b.module().name());
        if (order == 0) {
            order = Integer.compareUnsigned(a.index(), b.index());
        }
        if (order == 0) {
            order = Integer.compare(a.oldUnique(), b.oldUnique());
        }
        if (order == 0) {
            order = Integer.compare(left.free().size(), right.free().size());
        }
        return order != 0 ? order : rest(left, right);
    }

    /** What the BEAM does not look at, so that only equal funs compare equal. */
    private static int rest(FunTerm left, FunTerm right) {
        FunTerm.Identity a = left.identity();
        FunTerm.Identity b = right.identity();
        int order = Integer.compare(a.oldIndex(), b.oldIndex());
        if (order == 0) {
            order = Integer.compare(a.arity(), b.arity());
        }
        if (order == 0) {
            order = Long.compareUnsigned(a.uniqueHigh(), b.uniqueHigh());
        }
        if (order == 0) {
            order = Long.compareUnsigned(a.uniqueLow(), b.uniqueLow());
        }
        return order != 0 ? order : compare(left.pid(), right.pid());
    }

    static int compare(NativeRecordTerm left, NativeRecordTerm right) {
        NativeRecordTerm.Definition a = left.definition();
        NativeRecordTerm.Definition b = right.definition();
        int order = Utf8.compare(a.module().name(), b.module().name());
        if (order == 0) {
            order = Utf8.compare(a.name().name(), b.name().name());
        }
        if (order == 0) {
            order = Boolean.compare(a.exported(), b.exported());
        }
        if (order == 0) {
            order = Integer.compare(a.fields().size(), b.fields().size());
        }
        for (int i = 0; order == 0 && i < a.fields().size(); i++) {
            order = Utf8.compare(a.fields().get(i).name(), b.fields().get(i).name());
        }
        return order;
    }
}
