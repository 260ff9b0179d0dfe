// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.testing;

import dev.erloom.interop.codec.Identities;
import dev.erloom.interop.term.AtomTerm;
import dev.erloom.interop.term.BinaryTerm;
import dev.erloom.interop.term.BitStringTerm;
import dev.erloom.interop.term.CompoundTerm;
import dev.erloom.interop.term.ExportTerm;
import dev.erloom.interop.term.FloatTerm;
import dev.erloom.interop.term.FunTerm;
import dev.erloom.interop.term.ImproperListTerm;
import dev.erloom.interop.term.ListTerm;
import dev.erloom.interop.term.MapTerm;
import dev.erloom.interop.term.PidTerm;
import dev.erloom.interop.term.PortTerm;
import dev.erloom.interop.term.RefTerm;
import dev.erloom.interop.term.Term;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Makes terms of all kinds, the same ones for the same seed. */
public final class RandomTerms {

    private static final List<String> ATOMS =
            List.of(
                    "ok",
                    "error",
                    "nil",
                    "true",
                    "",
                    "hello world",
                    "Elixir.Foo",
                    "Elixir.Foo.Bar",
                    "a@b",
                    "é",
                    "日本",
                    "ж?",
                    "Foo",
                    "with'quote",
                    "line\nbreak",
                    "+",
                    "==",
                    "{}",
                    "😀",
                    "x",
                    "y",
                    "nonode@nohost",
                    "a".repeat(255),
                    "é".repeat(255),
                    "#{",
                    "\\",
                    "\t-");

    private static final List<String> NODES =
            List.of("a@127.0.0.1", "b@127.0.0.1", "java@127.0.0.1", "knoten@höhe");

    private final Random random;
    private final Identities identities;
    private boolean funs = true;

    /** Makes a source of terms. */
    public RandomTerms(long seed, Identities identities) {
        this.random = new Random(seed);
        this.identities = identities;
    }

    /** {@return this source, which makes no funs of the BEAM's any more} */
    public RandomTerms withoutFuns() {
        funs = false;
        return this;
    }

    /** {@return a term of any kind} */
    public Term next() {
        return next(4);
    }

    /**
     * {@return a term without pids, references, ports and funs, which each node prints in its way}
     */
    public Term nextPrintable() {
        return nextPrintable(4);
    }

    /** {@return several terms of any kind} */
    public List<Term> list(int size) {
        return IntStream.range(0, size).mapToObj(_ -> next()).toList();
    }

    private Term next(int depth) {
        return switch (random.nextInt(4)) {
            case 0 -> identity();
            case 1 -> depth == 0 ? identity() : compound(depth, () -> next(depth - 1));
            default -> depth == 0 ? data() : compound(depth, () -> next(depth - 1));
        };
    }

    private Term nextPrintable(int depth) {
        return depth == 0 || random.nextInt(3) == 0
                ? data()
                : compound(depth, () -> nextPrintable(depth - 1));
    }

    /** Makes parts. */
    private interface Parts {
        Term next();
    }

    private Term compound(int depth, Parts parts) {
        int size = random.nextInt(depth + 2);
        return switch (random.nextInt(6)) {
            case 0 -> Term.tuple(many(size, parts).toArray(Term[]::new));
            case 1 -> Term.list(many(size, parts));
            case 2 -> ImproperListTerm.of(many(size + 1, parts), parts.next());
            case 3 -> map(size, () -> key(parts), parts);
            case 4 -> map(size, this::atom, parts);
            default ->
                    Term.list(
                            IntStream.range(0, size)
                                    .mapToObj(_ -> (Term) Term.tuple(atom(), parts.next()))
                                    .toList());
        };
    }

    private List<Term> many(int size, Parts parts) {
        List<Term> terms = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            terms.add(parts.next());
        }
        return terms;
    }

    /**
     * Never with a map inside, as the BEAM orders such keys by the numbers of its atoms, and never
     * with a float, which Elixir sorts among the integers.
     */
    private static Term key(Parts parts) {
        Term key = parts.next();
        while (isUnordered(key)) {
            key = parts.next();
        }
        return key;
    }

    private static boolean isUnordered(Term term) {
        return term instanceof MapTerm
                || term instanceof FloatTerm
                || (term instanceof CompoundTerm compound
                        && IntStream.range(0, compound.partCount())
                                .anyMatch(i -> isUnordered(compound.part(i))));
    }

    private MapTerm map(int size, Parts keys, Parts values) {
        Map<Term, Term> map = new TreeMap<>();
        for (int i = 0; i < size; i++) {
            map.put(keys.next(), values.next());
        }
        return MapTerm.copyOf(map);
    }

    private Term data() {
        return switch (random.nextInt(8)) {
            case 0 -> atom();
            case 1 -> Term.of(random.nextInt(-300, 300));
            case 2 -> Term.of(random.nextLong() >> random.nextInt(64));
            case 3 -> Term.of(bigInteger());
            case 4 -> Term.of(number());
            case 5 -> Term.binary(text());
            case 6 -> bits();
            default -> ListTerm.charlist(text());
        };
    }

    private AtomTerm atom() {
        return Term.atom(ATOMS.get(random.nextInt(ATOMS.size())));
    }

    private BigInteger bigInteger() {
        BigInteger size = new BigInteger(random.nextInt(1, 3000), random);
        return random.nextBoolean() ? size : size.negate();
    }

    /** Never -0.0, which OTP 25 takes for 0.0. */
    private double number() {
        double any = Double.longBitsToDouble(random.nextLong());
        return switch (random.nextInt(4)) {
            case 0 -> Double.isFinite(any) ? any + 0.0 : 0.0;
            case 1 -> random.nextInt(-2000, 2000) + 0.0;
            case 2 -> random.nextLong() * Math.pow(10, random.nextInt(-20, 20)) + 0.0;
            default -> random.nextInt(-2000, 2000) / 1000.0 + 0.0;
        };
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            text.append(
                    switch (random.nextInt(12)) {
                        case 0 -> (char) random.nextInt(0x20);
                        case 1 -> (char) random.nextInt(0x7f, 0x180);
                        case 2 -> "日";
                        case 3 -> "😀";
                        case 4 -> "#{\"'\\";
                        default -> (char) random.nextInt(0x20, 0x7f);
                    });
        }
        return text.toString();
    }

    private Term bits() {
        byte[] bytes = new byte[random.nextInt(1, 12)];
        random.nextBytes(bytes);
        int last = random.nextInt(1, 9);
        return last == 8 ? BinaryTerm.of(bytes) : BitStringTerm.of(bytes, last);
    }

    private Term identity() {
        String node = NODES.get(random.nextInt(NODES.size()));
        int creation = random.nextInt(1, 5);
        return switch (random.nextInt(5)) {
            case 0, 1 -> pid(node, creation);
            case 2 -> {
                int[] words = random.ints(random.nextInt(3, 6)).toArray();
                words[0] &= 0x3ffff;
                yield new RefTerm(identities.ref(node, creation, words));
            }
            case 3 -> new PortTerm(node, creation, random.nextLong());
            default -> funs && random.nextBoolean() ? fun() : export();
        };
    }

    private PidTerm pid(String node, int creation) {
        int id = random.nextInt(1 << 15);
        return new PidTerm(identities.pid(node, creation, id, random.nextInt(3)));
    }

    private ExportTerm export() {
        return new ExportTerm(atom(), atom(), random.nextInt(256));
    }

    /** The process that made a fun is always the same: OTP 26 and newer do not keep it. */
    private FunTerm fun() {
        FunTerm.Identity identity =
                new FunTerm.Identity(
                        Term.atom(random.nextBoolean() ? "m" : "n"),
                        random.nextInt(4),
                        random.nextInt(3),
                        random.nextInt(3),
                        random.nextLong(),
                        random.nextInt(3),
                        random.nextInt(1 << 27));
        List<Term> free = random.nextBoolean() ? List.of() : List.of(data(), atom());
        return new FunTerm(identity, identities.pid("nonode@nohost", 0, 0, 0), free);
    }
}
