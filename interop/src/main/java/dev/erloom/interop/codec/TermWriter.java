// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.codec;

import dev.erloom.interop.term.AtomTerm;
import dev.erloom.interop.term.BigIntTerm;
import dev.erloom.interop.term.BinaryTerm;
import dev.erloom.interop.term.BitStringTerm;
import dev.erloom.interop.term.CompoundTerm;
import dev.erloom.interop.term.ExportTerm;
import dev.erloom.interop.term.FloatTerm;
import dev.erloom.interop.term.FunTerm;
import dev.erloom.interop.term.ImproperListTerm;
import dev.erloom.interop.term.IntTerm;
import dev.erloom.interop.term.ListTerm;
import dev.erloom.interop.term.MapTerm;
import dev.erloom.interop.term.NativeRecordTerm;
import dev.erloom.interop.term.PidTerm;
import dev.erloom.interop.term.PortTerm;
import dev.erloom.interop.term.RefTerm;
import dev.erloom.interop.term.Term;
import dev.erloom.interop.term.TupleTerm;
import dev.erloom.process.Pid;
import dev.erloom.process.Ref;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes terms of any depth: compound terms that are not finished wait on a stack of their own. */
final class TermWriter {

    private static final int LONGEST_STRING = 65_535;

    /** Stacks that one deep term has made larger than this are dropped after it. */
    private static final int KEPT_DEPTH = 1024;

    private final @Nullable AtomCacheWriter atoms;
    private final boolean nativeRecords;

    private @Nullable CompoundTerm[] open = new @Nullable CompoundTerm[32];
    private int[] next = new int[32];
    private int[] start = new int[32];
    private int depth;

    /** Makes a writer that names atoms through {@code atoms}, or spells them out without it. */
    TermWriter(@Nullable AtomCacheWriter atoms, boolean nativeRecords) {
        this.atoms = atoms;
        this.nativeRecords = nativeRecords;
    }

    /**
     * Writes {@code root} without a version byte.
     *
     * @throws IllegalArgumentException if it cannot be written for this peer
     */
    void write(Term root, WireBuffer out) {
        try {
            begin(root, out);
            while (depth > 0) {
                writeParts(out);
            }
        } finally {
            forgetOpen();
        }
    }

    /** Writes parts of the innermost open term up to the next that has parts itself. */
    private void writeParts(WireBuffer out) {
        int at = depth - 1;
        CompoundTerm term = innermost(at);
        int count = term.partCount();
        for (int i = next[at]; i < count; i++) {
            begin(term.part(i), out);
            if (depth - 1 != at) {
                next[at] = i + 1;
                return;
            }
        }
        finish(term, at, out);
    }

    private CompoundTerm innermost(int at) {
        CompoundTerm term = open[at];
        if (term == null) {
            throw new IllegalStateException("no open term at depth " + at);
        }
        return term;
    }

    private void finish(CompoundTerm term, int at, WireBuffer out) {
        if (term instanceof ListTerm) {
            out.write1(Tag.NIL);
        } else if (term instanceof FunTerm) {
            out.patch4(start[at], out.size() - start[at]);
        }
        open[at] = null;
        depth = at;
    }

    private void push(CompoundTerm term, int startOfSize) {
        if (depth == open.length) {
            open = Arrays.copyOf(open, 2 * depth);
            next = Arrays.copyOf(next, 2 * depth);
            start = Arrays.copyOf(start, 2 * depth);
        }
        open[depth] = term;
        next[depth] = 0;
        start[depth++] = startOfSize;
    }

    private void forgetOpen() {
        if (open.length > KEPT_DEPTH) {
            open = new @Nullable CompoundTerm[32];
            next = new int[32];
            start = new int[32];
        } else if (depth > 0) { // only after a failure
            Arrays.fill(open, 0, depth, null);
        }
        depth = 0;
    }

    /** Writes a term, or what precedes its parts where it has some. */
    private void begin(Term term, WireBuffer out) {
        switch (term) {
            case AtomTerm(String name) -> writeAtom(name, out);
            case IntTerm(long value) -> writeInteger(value, out);
            case BinaryTerm binary -> writeBinary(binary, out);
            case TupleTerm tuple -> beginTuple(tuple, out);
            case ListTerm list -> beginList(list, out);
            case PidTerm(Pid pid) -> writePid(pid, out);
            case RefTerm(Ref ref) -> writeRef(ref, out);
            case MapTerm map -> {
                out.writeTagged4(Tag.MAP, map.size());
                push(map, 0);
            }
            case FloatTerm(double value) -> {
                out.write1(Tag.NEW_FLOAT);
                out.write8(Double.doubleToRawLongBits(value));
            }
            case ImproperListTerm list -> {
                out.writeTagged4(Tag.LIST, list.elements().size());
                push(list, 0);
            }
            case BigIntTerm(BigInteger value) -> writeBigInteger(value, out);
            case BitStringTerm bits -> writeBitString(bits, out);
            case ExportTerm export -> writeExport(export, out);
            case PortTerm port -> writePort(port, out);
            case FunTerm fun -> beginFun(fun, out);
            case NativeRecordTerm r -> beginNativeRecord(r, out);
        }
    }

    private void writeAtom(String name, WireBuffer out) {
        int reference = atoms == null ? -1 : atoms.reference(name);
        if (reference >= 0) {
            out.writeTagged1(Tag.ATOM_CACHE_REF, reference);
            return;
        }
        int length = Utf8Writer.length(name);
        if (length <= 255) {
            out.writeTagged1(Tag.SMALL_ATOM_UTF8, length);
        } else {
            out.write1(Tag.ATOM_UTF8);
            out.write2(length);
        }
        Utf8Writer.write(name, length, out);
    }

    private static void writeInteger(long value, WireBuffer out) {
        if (value >= 0 && value <= 255) {
            out.writeTagged1(Tag.SMALL_INTEGER, (int) value);
        } else if (value == (int) value) {
            out.writeTagged4(Tag.INTEGER, (int) value);
        } else {
            writeLong(value, out);
        }
    }

    private static void writeLong(long value, WireBuffer out) {
        long magnitude = Math.abs(value); // of the least long: itself, right when read as unsigned
        int length = (Long.SIZE - Long.numberOfLeadingZeros(magnitude) + 7) / 8;
        out.writeTagged1(Tag.SMALL_BIG, length);
        out.write1(value < 0 ? 1 : 0);
        for (int i = 0; i < length; i++) {
            out.write1((int) (magnitude >>> (8 * i)));
        }
    }

    private static void writeBigInteger(BigInteger value, WireBuffer out) {
        byte[] magnitude = value.abs().toByteArray();
        int leadingZeros = magnitude[0] == 0 ? 1 : 0;
        int length = magnitude.length - leadingZeros;
        if (length <= 255) {
            out.writeTagged1(Tag.SMALL_BIG, length);
        } else {
            out.writeTagged4(Tag.LARGE_BIG, length);
        }
        out.write1(value.signum() < 0 ? 1 : 0);
        for (int i = magnitude.length - 1; i >= leadingZeros; i--) {
            out.write1(magnitude[i]);
        }
    }

    private static void writeBinary(BinaryTerm binary, WireBuffer out) {
        int size = binary.size();
        out.writeTagged4(Tag.BINARY, size);
        int at = out.reserve(size);
        binary.copyTo(out.raw(), at);
    }

    private static void writeBitString(BitStringTerm bits, WireBuffer out) {
        int size = bits.size();
        out.writeTagged4(Tag.BIT_BINARY, size);
        out.write1(bits.lastBits());
        int at = out.reserve(size);
        bits.copyTo(out.raw(), at);
    }

    private void beginTuple(TupleTerm tuple, WireBuffer out) {
        int size = tuple.size();
        if (size <= 255) {
            out.writeTagged1(Tag.SMALL_TUPLE, size);
        } else {
            out.writeTagged4(Tag.LARGE_TUPLE, size);
        }
        push(tuple, 0);
    }

    private void beginList(ListTerm list, WireBuffer out) {
        List<Term> elements = list.elements();
        int size = elements.size();
        if (size == 0) {
            out.write1(Tag.NIL);
        } else if (size <= LONGEST_STRING && areBytes(elements)) {
            out.write1(Tag.STRING);
            out.write2(size);
            int at = out.reserve(size);
            byte[] bytes = out.raw();
            for (int i = 0; i < size; i++) {
                bytes[at + i] = (byte) ((IntTerm) elements.get(i)).value();
            }
        } else {
            out.writeTagged4(Tag.LIST, size);
            push(list, 0);
        }
    }

    private static boolean areBytes(List<Term> elements) {
        for (int i = 0; i < elements.size(); i++) {
            if (!(elements.get(i) instanceof IntTerm(long value)) || value < 0 || value > 255) {
                return false;
            }
        }
        return true;
    }

    private void writePid(Pid pid, WireBuffer out) {
        out.write1(Tag.NEW_PID);
        writeAtom(pid.node(), out);
        out.write4(pid.id());
        out.write4(pid.serial());
        out.write4(pid.creation());
    }

    private void writeRef(Ref ref, WireBuffer out) {
        int words = ref.wordCount();
        out.write1(Tag.NEWER_REFERENCE);
        out.write2(words);
        writeAtom(ref.node(), out);
        out.write4(ref.creation());
        for (int i = 0; i < words; i++) {
            out.write4(ref.word(i));
        }
    }

    private void writePort(PortTerm port, WireBuffer out) {
        out.write1(Tag.V4_PORT);
        writeAtom(port.node(), out);
        out.write8(port.id());
        out.write4(port.creation());
    }

    private void writeExport(ExportTerm export, WireBuffer out) {
        out.write1(Tag.EXPORT);
        writeAtom(export.module().name(), out);
        writeAtom(export.function().name(), out);
        out.writeTagged1(Tag.SMALL_INTEGER, export.arity());
    }

    private void beginFun(FunTerm fun, WireBuffer out) {
        FunTerm.Identity identity = fun.identity();
        out.write1(Tag.NEW_FUN);
        int startOfSize = out.reserve(4);
        out.write1(identity.arity());
        out.write8(identity.uniqueHigh());
        out.write8(identity.uniqueLow());
        out.write4(identity.index());
        out.write4(fun.free().size());
        writeAtom(identity.module().name(), out);
        writeInteger(identity.oldIndex(), out);
        writeInteger(identity.oldUnique(), out);
        writePid(fun.pid(), out);
        push(fun, startOfSize);
    }

    private void beginNativeRecord(NativeRecordTerm term, WireBuffer out) {
        NativeRecordTerm.Definition definition = term.definition();
        if (!nativeRecords) {
            throw new IllegalArgumentException(
                    "native record %s.%s cannot be sent to a peer that did not announce native records"
                            .formatted(definition.module(), definition.name()));
        }
        out.writeTagged4(Tag.NATIVE_RECORD, term.values().size());
        out.write1(definition.exported() ? 1 : 0);
        writeAtom(definition.module().name(), out);
        writeAtom(definition.name().name(), out);
        for (AtomTerm field : definition.fields()) {
            writeAtom(field.name(), out);
        }
        push(term, 0);
    }
}
