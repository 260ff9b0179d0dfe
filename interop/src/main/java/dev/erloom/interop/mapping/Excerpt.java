// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.mapping;

import dev.erloom.interop.term.AtomTerm;
import dev.erloom.interop.term.BigIntTerm;
import dev.erloom.interop.term.BinaryTerm;
import dev.erloom.interop.term.BitStringTerm;
import dev.erloom.interop.term.CompoundTerm;
import dev.erloom.interop.term.FunTerm;
import dev.erloom.interop.term.ImproperListTerm;
import dev.erloom.interop.term.ListTerm;
import dev.erloom.interop.term.MapTerm;
import dev.erloom.interop.term.NativeRecordTerm;
import dev.erloom.interop.term.Term;
import dev.erloom.interop.term.TupleTerm;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The beginning of a term as text, for messages: what a peer sent may be of any size, and its text
 * would be larger still.
 */
final class Excerpt {

    private static final int MAX_DEPTH = 4;
    private static final int MAX_PARTS = 12;
    private static final int MAX_TERMS = 100;
    private static final int MAX_BYTES = 80;
    private static final int MAX_TEXT = 300;

    /** Stands for what is left out; printed as {@code :...}. */
    private static final AtomTerm REST = Term.atom("...");

    private int terms;

    private Excerpt() {}

    static String of(Term term) {
        return cut(new Excerpt().shortened(term, 0).toString());
    }

    static String cut(String text) {
        if (text.length() <= MAX_TEXT) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(MAX_TEXT - 1)) ? MAX_TEXT - 1 : MAX_TEXT;
        return text.substring(0, end) + "...";
    }

    private Term shortened(Term term, int depth) {
        if (++terms > MAX_TERMS) {
            return REST;
        }
        return switch (term) {
            case BinaryTerm binary when binary.size() > MAX_BYTES -> start(binary);
            case BitStringTerm bits when bits.size() > MAX_BYTES -> REST;
            case BigIntTerm big when big.value().bitLength() > 8 * MAX_BYTES -> REST;
            case CompoundTerm compound when depth == MAX_DEPTH && compound.partCount() > 0 -> REST;
            case TupleTerm(var elements) -> new TupleTerm(start(elements, depth));
            case ListTerm(var elements) -> new ListTerm(start(elements, depth));
            case ImproperListTerm(var elements, Term tail) ->
                    ImproperListTerm.of(start(elements, depth), shortened(tail, depth + 1));
            case MapTerm map -> start(map, depth);
            case NativeRecordTerm _ -> REST;
            case FunTerm _ -> term;
            case Term leaf -> leaf;
        };
    }

    private List<Term> start(List<Term> elements, int depth) {
        Term[] start = new Term[Math.min(elements.size(), MAX_PARTS + 1)];
        for (int i = 0; i < start.length; i++) {
            start[i] = i == MAX_PARTS ? REST : shortened(elements.get(i), depth + 1);
        }
        return Arrays.asList(start);
    }

    private MapTerm start(MapTerm map, int depth) {
        Map<Term, Term> start = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(map.size(), MAX_PARTS); i++) {
            start.put(shortened(map.key(i), depth + 1), shortened(map.value(i), depth + 1));
        }
        if (map.size() > MAX_PARTS) {
            start.put(REST, REST);
        }
        return Term.map(start);
    }

    private static BinaryTerm start(BinaryTerm binary) {
        int end = MAX_BYTES;
        while (end > MAX_BYTES - 4 && (binary.get(end) & 0xc0) == 0x80) {
            end--;
        }
        byte[] start = Arrays.copyOf(binary.toBytes(), end + 3);
        byte[] rest = "...".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(rest, 0, start, end, rest.length);
        return BinaryTerm.of(start);
    }
}
