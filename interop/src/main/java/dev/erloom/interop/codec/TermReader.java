// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.codec;

import dev.erloom.interop.term.AtomTerm;
import dev.erloom.interop.term.FunTerm;
import dev.erloom.interop.term.ImproperListTerm;
import dev.erloom.interop.term.IntTerm;
import dev.erloom.interop.term.ListTerm;
import dev.erloom.interop.term.MapTerm;
import dev.erloom.interop.term.NativeRecordTerm;
import dev.erloom.interop.term.Term;
import dev.erloom.interop.term.TupleTerm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads terms of any depth.
 *
 * <p>Terms that have been read wait on one stack until the compound term they belong to is
 * complete; a second stack holds the compound terms that are not. Memory thus grows with the bytes
 * that have been read, never with a number that a peer claims.
 */
final class TermReader {

    /** Stacks that one large term has made larger than this are dropped after it. */
    private static final int KEPT = 4096;

    /** A compound term whose parts are being read. */
    private static final class Frame {
        int tag;
        int offset;
        int missing;
        int base;

        /** What a fun or a native record has besides its parts. */
        @Nullable Object head;
    }

    private final ByteReader in = new ByteReader();
    private final LeafReader leaves;
    private final DecodeLimits limits;

    private Term[] values = new Term[64];
    private int count;
    private Frame[] frames = new Frame[16];
    private int depth;
    private int termsLeft;

    TermReader(Identities identities, DecodeLimits limits) {
        this.limits = limits;
        this.leaves = new LeafReader(in, identities, limits.integerBytes());
        for (int i = 0; i < frames.length; i++) {
            frames[i] = new Frame();
        }
    }

    /** The bytes to read, and what has been read of them. */
    ByteReader in() {
        return in;
    }

    /** Reads the parts of a term that have no parts. */
    LeafReader leaves() {
        return leaves;
    }

    /** Starts to count the terms of one message. */
    void begin(byte[] bytes, int from, int to) {
        if (to - from > limits.bytes()) {
            throw MalformedTermException.packet(
                    (to - from) + " bytes, at most " + limits.bytes() + " are taken");
        }
        in.reset(bytes, from, to);
        termsLeft = limits.terms();
    }

    /**
     * Reads the next term, which has no version byte.
     *
     * @throws MalformedTermException if the bytes are no term, or exceed a limit
     */
    Term read() {
        try {
            Term value = next();
            while (depth > 0) {
                value = readParts(frames[depth - 1], value);
            }
            return Objects.requireNonNull(value);
        } finally {
            forgetUnfinished();
        }
    }

    /**
     * Goes on with the innermost compound term.
     *
     * @param first a part of it that has been read already
     * @return the compound term, or null where one of its parts has been opened
     */
    private @Nullable Term readParts(Frame frame, @Nullable Term first) {
        int level = depth;
        Term part = first;
        while (true) {
            if (part != null) {
                push(part);
                if (--frame.missing == 0) {
                    depth--;
                    return finish(frame);
                }
            } else if (depth != level) {
                return null;
            }
            part = next();
        }
    }

    private void push(Term value) {
        if (count == values.length) {
            values = Arrays.copyOf(values, 2 * count);
        }
        values[count++] = value;
    }

    private Term finish(Frame frame) {
        int base = frame.base;
        int end = count;
        Term value =
                switch (frame.tag) {
                    case Tag.SMALL_TUPLE, Tag.LARGE_TUPLE -> TupleTerm.copyOf(values, base, end);
                    case Tag.LIST -> list(base, end);
                    case Tag.MAP -> map(frame, base, end);
                    default -> withHead(frame, base, end);
                };
        count = base;
        return value;
    }

    private Term list(int base, int end) {
        Term tail = values[end - 1];
        if (tail instanceof ListTerm) {
            return ListTerm.copyOf(values, base, end - 1);
        }
        return end - 1 == base ? tail : ImproperListTerm.copyOf(values, base, end);
    }

    private MapTerm map(Frame frame, int base, int end) {
        try {
            return MapTerm.copyOf(values, base, end);
        } catch (IllegalArgumentException e) {
            throw MalformedTermException.term(
                    frame.offset, frame.tag, String.valueOf(e.getMessage()));
        }
    }

    private Term withHead(Frame frame, int base, int end) {
        List<Term> parts = List.of(Arrays.copyOfRange(values, base, end));
        Object head = frame.head;
        frame.head = null;
        return switch (head) {
            case LeafReader.FunHead(var identity, var pid) -> new FunTerm(identity, pid, parts);
            case NativeRecordTerm.Definition definition -> new NativeRecordTerm(definition, parts);
            case null, default -> throw new IllegalStateException("no head for tag " + frame.tag);
        };
    }

    /** Reads a term, or opens one that has parts and returns null. */
    private @Nullable Term next() {
        if (in.left() < 1) {
            throw MalformedTermException.end(in.offset());
        }
        int offset = in.offset();
        int tag = in.u1();
        countTerms(1, offset, tag);
        return switch (tag) {
            case Tag.SMALL_TUPLE -> {
                leaves.require(1, offset, tag);
                int n = in.u1();
                yield n == 0 ? TupleTerm.EMPTY : open(tag, offset, n);
            }
            case Tag.LARGE_TUPLE -> {
                int n = leaves.count(offset, tag, 1);
                yield n == 0 ? TupleTerm.EMPTY : open(tag, offset, n);
            }
            case Tag.NIL -> ListTerm.NIL;
            case Tag.STRING -> string(offset);
            case Tag.LIST -> openList(offset);
            case Tag.MAP -> {
                int n = leaves.count(offset, tag, 2);
                yield n == 0 ? MapTerm.EMPTY : open(tag, offset, 2 * n);
            }
            case Tag.NEW_FUN -> openFun(offset);
            case Tag.NATIVE_RECORD -> openNativeRecord(offset);
            default -> leaves.read(tag, offset);
        };
    }

    private void countTerms(int n, int offset, int tag) {
        termsLeft -= n;
        if (termsLeft < 0) {
            throw MalformedTermException.term(
                    offset, tag, "more than " + limits.terms() + " terms in one message");
        }
    }

    private @Nullable Term open(int tag, int offset, int parts) {
        if (depth == limits.depth()) {
            throw MalformedTermException.term(
                    offset, tag, "nested deeper than " + limits.depth() + " terms");
        }
        if (depth == frames.length) {
            frames = Arrays.copyOf(frames, 2 * depth);
            for (int i = depth; i < frames.length; i++) {
                frames[i] = new Frame();
            }
        }
        Frame frame = frames[depth++];
        frame.tag = tag;
        frame.offset = offset;
        frame.missing = parts;
        frame.base = count;
        return null;
    }

    /**
     * Whether the next term is the tail of a list, which goes on with it if it is a list as well.
     */
    private boolean isTail() {
        if (depth == 0) {
            return false;
        }
        Frame frame = frames[depth - 1];
        return frame.missing == 1 && frame.tag == Tag.LIST;
    }

    private @Nullable Term openList(int offset) {
        int n = leaves.count(offset, Tag.LIST, 1);
        if (isTail()) {
            frames[depth - 1].missing += n;
            return null;
        }
        return open(Tag.LIST, offset, n + 1);
    }

    private Term string(int offset) {
        leaves.require(2, offset, Tag.STRING);
        int n = in.u2();
        leaves.require(n, offset, Tag.STRING);
        countTerms(n, offset, Tag.STRING);
        int base = count;
        for (int i = 0; i < n; i++) {
            push(IntTerm.of(in.u1()));
        }
        if (isTail()) {
            return ListTerm.NIL;
        }
        Term list = ListTerm.copyOf(values, base, count);
        count = base;
        return list;
    }

    private @Nullable Term openFun(int offset) {
        LeafReader.FunHead head = leaves.funHead(offset);
        int free = leaves.freeVariables();
        if (free == 0) {
            return new FunTerm(head.identity(), head.pid(), List.of());
        }
        open(Tag.NEW_FUN, offset, free);
        frames[depth - 1].head = head;
        return null;
    }

    private @Nullable Term openNativeRecord(int offset) {
        int tag = Tag.NATIVE_RECORD;
        int n = leaves.count(offset, tag, 2);
        leaves.require(1, offset, tag);
        int flags = in.u1();
        AtomTerm module = leaves.atom(offset, tag);
        AtomTerm name = leaves.atom(offset, tag);
        List<AtomTerm> fields = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            countTerms(1, offset, tag);
            fields.add(leaves.atom(offset, tag));
        }
        NativeRecordTerm.Definition definition = definition(offset, module, name, flags, fields);
        if (n == 0) {
            return new NativeRecordTerm(definition, List.of());
        }
        open(tag, offset, n);
        frames[depth - 1].head = definition;
        return null;
    }

    private static NativeRecordTerm.Definition definition(
            int offset, AtomTerm module, AtomTerm name, int flags, List<AtomTerm> fields) {
        try {
            return new NativeRecordTerm.Definition(module, name, (flags & 1) != 0, fields);
        } catch (IllegalArgumentException e) {
            throw MalformedTermException.term(
                    offset, Tag.NATIVE_RECORD, String.valueOf(e.getMessage()));
        }
    }

    private void forgetUnfinished() {
        if (frames.length > KEPT) {
            frames = Arrays.copyOf(frames, 16);
        }
        for (int i = 0; i < Math.min(depth, frames.length); i++) {
            frames[i].head = null;
        }
        depth = 0;
        count = 0;
        if (values.length > KEPT || in.offset() > KEPT) {
            values = new Term[64]; // a term that is gone must not live on here if it was large
        }
    }
}
