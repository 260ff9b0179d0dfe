// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.term;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Writes a term of any depth as text; what that looks like is decided by the two subclasses. */
abstract class TermPrinter {

    /** What stands between the parts of a compound term. */
    enum Layout {
        /** {@code 1, 2, 3}. */
        SEQUENCE,
        /** A sequence whose last part follows a bar. */
        IMPROPER,
        /** Keys and values in turn, {@code 1 => 2}. */
        ENTRIES,
        /** Keys that are atoms and values in turn, {@code a: 1}. */
        KEYWORDS,
        /** Tuples of an atom and a value, {@code a: 1}. */
        KEYWORD_PAIRS,
        /** Values with the names of a native record's fields, {@code a: 1}. */
        FIELDS
    }

    private static final class Frame {
        final CompoundTerm term;
        final Layout layout;
        final String close;
        int next;
        boolean empty = true;

        Frame(CompoundTerm term, Layout layout, String close) {
            this.term = term;
            this.layout = layout;
            this.close = close;
        }
    }

    final StringBuilder out = new StringBuilder();

    private final String separator;
    private final String bar;
    private final ArrayDeque<Frame> frames = new ArrayDeque<>();

    TermPrinter(String separator, String bar) {
        this.separator = separator;
        this.bar = bar;
    }

    final String print(Term root) {
        write(root);
        for (Frame frame = frames.peekLast(); frame != null; frame = frames.peekLast()) {
            if (frame.next == frame.term.partCount()) {
                out.append(frame.close);
                frames.removeLast();
            } else {
                Term part = advance(frame);
                if (part != null) {
                    write(part);
                }
            }
        }
        return out.toString();
    }

    /** Writes {@code term}, or opens it where it has parts. */
    abstract void write(Term term);

    /** Writes an atom that stands before its value, colon and space included. */
    abstract void writeKeyword(String name);

    /** Whether the key and its value are left out. */
    boolean isHidden(Term key, CompoundTerm map) {
        return false;
    }

    final void open(String text, CompoundTerm term, Layout layout, String close) {
        out.append(text);
        frames.addLast(new Frame(term, layout, close));
    }

    /**
     * Writes what stands before the next part, and returns that part unless it is written already.
     */
    private @Nullable Term advance(Frame frame) {
        CompoundTerm term = frame.term;
        int index = frame.next++;
        Term part = term.part(index);
        return switch (frame.layout) {
            case SEQUENCE -> {
                separate(frame);
                yield part;
            }
            case IMPROPER -> {
                if (index == term.partCount() - 1) {
                    out.append(bar);
                } else {
                    separate(frame);
                }
                yield part;
            }
            case ENTRIES -> {
                if (index % 2 == 0) {
                    separate(frame);
                } else {
                    out.append(" => ");
                }
                yield part;
            }
            case KEYWORDS -> index % 2 == 0 ? key(frame, part) : part;
            case KEYWORD_PAIRS -> {
                separate(frame);
                TupleTerm pair = (TupleTerm) part;
                writeKeyword(((AtomTerm) pair.get(0)).name());
                yield pair.get(1);
            }
            case FIELDS -> {
                separate(frame);
                writeKeyword(((NativeRecordTerm) term).definition().fields().get(index).name());
                yield part;
            }
        };
    }

    private @Nullable Term key(Frame frame, Term key) {
        if (isHidden(key, frame.term)) {
            frame.next++;
        } else {
            separate(frame);
            writeKeyword(((AtomTerm) key).name());
        }
        return null;
    }

    private void separate(Frame frame) {
        if (!frame.empty) {
            out.append(separator);
        }
        frame.empty = false;
    }

    /** Writes the bytes of a binary or bitstring as numbers. */
    final void writeBytes(byte[] bytes, int lastBits, String sizeOpen, String sizeClose) {
        out.append("<<");
        for (int i = 0; i < bytes.length; i++) {
            if (i > 0) {
                out.append(separator);
            }
            int value = bytes[i] & 0xff;
            if (i == bytes.length - 1 && lastBits < Byte.SIZE) {
                out.append(value >> (Byte.SIZE - lastBits));
                out.append(sizeOpen).append(lastBits).append(sizeClose);
            } else {
                out.append(value);
            }
        }
        out.append(">>");
    }

    /**
     * Returns the text of a list of integers that are all code points, or null for another list.
     */
    static @Nullable String charlist(ListTerm list) {
        if (list.size() == 0) {
            return null;
        }
        StringBuilder text = new StringBuilder(list.size());
        for (Term element : list.elements()) {
            if (!(element instanceof IntTerm(long c)) || c < 0 || c > 255) {
                return null;
            }
            text.append((char) c);
        }
        return text.toString();
    }

    static String refNumbers(RefTerm term) {
        StringBuilder text = new StringBuilder("0");
        for (int i = term.ref().wordCount() - 1; i >= 0; i--) {
            text.append('.').append(Integer.toUnsignedString(term.ref().word(i)));
        }
        return text.toString();
    }
}
