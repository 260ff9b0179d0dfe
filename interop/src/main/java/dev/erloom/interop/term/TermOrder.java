// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.term;

import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * Erlang's order of terms, at any depth ({@code erts/emulator/beam/utils.c, erts_cmp_compound}).
 *
 * <p>There are two orders. By value, {@code 1} and {@code 1.0} are equal; exactly, as between the
 * keys of a map, every integer is before every float. One comparison goes by value, and where that
 * finds no difference, the first pair of numbers that only compares equal decides.
 */
final class TermOrder {

    /** Two compound terms that agree so far, and where to go on. */
    private static final class Frame {
        final CompoundTerm left;
        final CompoundTerm right;
        final boolean exact;
        final int common;
        int next;

        Frame(CompoundTerm left, CompoundTerm right, boolean exact) {
            this.left = left;
            this.right = right;
            this.exact = exact;
            this.common = commonParts(left, right);
        }
    }

    private final ArrayDeque<Frame> frames = new ArrayDeque<>();

    /**
     * How the first numbers of equal value and different type are ordered; 0 while there are none.
     */
    private int tie;

    private TermOrder() {}

    /** Compares by value first; 0 only for equal terms. */
    static int compare(Term left, Term right) {
        return compare(left, right, false);
    }

    /** Compares as the keys of a map are compared. */
    static int compareExactly(Term left, Term right) {
        return compare(left, right, true);
    }

    private static int compare(Term left, Term right, boolean exact) {
        if (TermEquality.same(left, right)) {
            return 0;
        }
        if (left instanceof AtomTerm(String a) && right instanceof AtomTerm(String b)) {
            return Utf8.compare(a, b);
        }
        return new TermOrder().run(left, right, exact);
    }

    private int run(Term left, Term right, boolean exact) {
        int order = head(left, right, exact);
        while (order == 0) {
            Frame frame = frames.peekLast();
            if (frame == null) {
                return tie;
            }
            if (frame.next == frame.common) {
                frames.removeLast();
                order = lengths(frame.left, frame.right);
            } else {
                int part = partAt(frame);
                boolean key = frame.left instanceof MapTerm && part % 2 == 0;
                order = head(frame.left.part(part), frame.right.part(part), frame.exact || key);
            }
        }
        return order;
    }

    /** The next part to compare: a map's keys all come before its values. */
    private static int partAt(Frame frame) {
        int n = frame.next++;
        if (!(frame.left instanceof MapTerm map)) {
            return n;
        }
        return n < map.size() ? 2 * n : 2 * (n - map.size()) + 1;
    }

    /** Compares what is seen without looking at parts, and leaves a frame where those decide. */
    private int head(Term left, Term right, boolean exact) {
        if (TermEquality.same(left, right)) {
            return 0;
        }
        int order = Integer.compare(rank(left), rank(right));
        if (order != 0) {
            return order;
        }
        return switch (left) {
            case IntTerm _, BigIntTerm _, FloatTerm _ -> numbers(left, right, exact);
            case AtomTerm(String a) -> Utf8.compare(a, ((AtomTerm) right).name());
            case RefTerm a -> Identity.compare(a.ref(), ((RefTerm) right).ref());
            case PortTerm a -> Identity.compare(a, (PortTerm) right);
            case PidTerm a -> Identity.compare(a.pid(), ((PidTerm) right).pid());
            case ExportTerm a -> exports(a, right);
            case BinaryTerm _, BitStringTerm _ -> bits(left, right);
            case CompoundTerm a -> compounds(a, right, exact);
        };
    }

    private static int rank(Term term) {
        return switch (term) {
            case IntTerm _, BigIntTerm _, FloatTerm _ -> 0;
            case AtomTerm _ -> 1;
            case RefTerm _ -> 2;
            case FunTerm _, ExportTerm _ -> 3;
            case PortTerm _ -> 4;
            case PidTerm _ -> 5;
            case TupleTerm _ -> 6;
            case NativeRecordTerm _ -> 7;
            case MapTerm _ -> 8;
            case ListTerm list -> list.size() == 0 ? 9 : 10;
            case ImproperListTerm _ -> 10;
            case BinaryTerm _, BitStringTerm _ -> 11;
        };
    }

    private int numbers(Term left, Term right, boolean exact) {
        boolean leftFloat = left instanceof FloatTerm;
        int byType = Boolean.compare(leftFloat, right instanceof FloatTerm);
        if (exact && byType != 0) {
            return byType;
        }
        int byValue = NumberOrder.compare(left, right);
        if (byValue == 0 && tie == 0) {
            tie = byType != 0 ? byType : leftFloat ? NumberOrder.compareZeros(left, right) : 0;
        }
        return byValue;
    }

    private static int exports(ExportTerm left, Term right) {
        return switch (right) {
            case ExportTerm other -> {
                int order = Utf8.compare(left.module().name(), other.module().name());
                if (order == 0) {
                    order = Utf8.compare(left.function().name(), other.function().name());
                }
                yield order != 0 ? order : Integer.compare(left.arity(), other.arity());
            }
            default -> 1; // a fun of the BEAM's comes first
        };
    }

    private static int bits(Term left, Term right) {
        byte[] a = bytes(left);
        byte[] b = bytes(right);
        int at = Arrays.mismatch(a, b);
        if (at >= 0 && at < a.length && at < b.length) {
            int shared = Math.min(bitsIn(left, a, at), bitsIn(right, b, at));
            int mask = (0xff00 >> shared) & 0xff;
            int order = Integer.compare(a[at] & mask, b[at] & mask);
            if (order != 0) {
                return order;
            }
        }
        return Long.compare(bitSize(left, a), bitSize(right, b));
    }

    private static byte[] bytes(Term term) {
        return term instanceof BitStringTerm bits ? bits.shared() : ((BinaryTerm) term).shared();
    }

    private static int bitsIn(Term term, byte[] bytes, int index) {
        return term instanceof BitStringTerm bits && index == bytes.length - 1
                ? bits.lastBits()
                : Byte.SIZE;
    }

    private static long bitSize(Term term, byte[] bytes) {
        return term instanceof BitStringTerm bits ? bits.bitSize() : 8L * bytes.length;
    }

    private int compounds(CompoundTerm left, Term right, boolean exact) {
        if (!(right instanceof CompoundTerm other)) {
            return -1; // an export fun
        }
        int order =
                switch (left) {
                    case ListTerm _, ImproperListTerm _ -> 0;
                    case TupleTerm _, MapTerm _ ->
                            Integer.compare(left.partCount(), other.partCount());
                    case FunTerm a -> Identity.compare(a, (FunTerm) other);
                    case NativeRecordTerm a -> Identity.compare(a, (NativeRecordTerm) other);
                };
        if (order == 0) {
            frames.addLast(new Frame(left, other, exact));
        }
        return order;
    }

    private static int commonParts(CompoundTerm left, CompoundTerm right) {
        int a = elements(left);
        int b = elements(right);
        boolean sameEnd = a == b && left.partCount() == right.partCount();
        return sameEnd ? left.partCount() : Math.min(a, b);
    }

    private static int elements(CompoundTerm term) {
        return term instanceof ImproperListTerm list ? list.elements().size() : term.partCount();
    }

    /** Two terms with equal common parts: lists may go on differently after them. */
    private static int lengths(CompoundTerm left, CompoundTerm right) {
        return switch (left) {
            case ListTerm _, ImproperListTerm _ ->
                    Integer.compare(rankAfter(left, right), rankAfter(right, left));
            case TupleTerm _, MapTerm _, FunTerm _, NativeRecordTerm _ -> 0;
        };
    }

    /** The rank of what follows the common elements in {@code list}. */
    private static int rankAfter(CompoundTerm list, CompoundTerm other) {
        if (elements(list) > elements(other)) {
            return rank(list);
        }
        return list instanceof ImproperListTerm improper
                ? rank(improper.tail())
                : rank(ListTerm.NIL);
    }
}
