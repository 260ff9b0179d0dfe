// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.ericsson.otp.erlang.OtpErlangAtom;
import com.ericsson.otp.erlang.OtpErlangBinary;
import com.ericsson.otp.erlang.OtpErlangBitstr;
import com.ericsson.otp.erlang.OtpErlangDouble;
import com.ericsson.otp.erlang.OtpErlangException;
import com.ericsson.otp.erlang.OtpErlangExternalFun;
import com.ericsson.otp.erlang.OtpErlangList;
import com.ericsson.otp.erlang.OtpErlangLong;
import com.ericsson.otp.erlang.OtpErlangMap;
import com.ericsson.otp.erlang.OtpErlangObject;
import com.ericsson.otp.erlang.OtpErlangString;
import com.ericsson.otp.erlang.OtpErlangTuple;
import com.ericsson.otp.erlang.OtpInputStream;
import com.ericsson.otp.erlang.OtpOutputStream;
import dev.erloom.interop.term.AtomTerm;
import dev.erloom.interop.term.BigIntTerm;
import dev.erloom.interop.term.BinaryTerm;
import dev.erloom.interop.term.BitStringTerm;
import dev.erloom.interop.term.ExportTerm;
import dev.erloom.interop.term.FloatTerm;
import dev.erloom.interop.term.ImproperListTerm;
import dev.erloom.interop.term.IntTerm;
import dev.erloom.interop.term.ListTerm;
import dev.erloom.interop.term.MapTerm;
import dev.erloom.interop.term.Term;
import dev.erloom.interop.term.TupleTerm;
import dev.erloom.interop.testing.NodeIdentities;
import dev.erloom.interop.testing.RandomTerms;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * jinterface 1.6.1 reads what Erloom writes, and the other way round, where the formats have not
 * changed since: everything but pids, references, ports, funs and native records.
 */
class JinterfaceTest {

    private final NodeIdentities identities = new NodeIdentities();
    private final EtfEncoder encoder = new EtfEncoder();
    private final EtfDecoder decoder = new EtfDecoder(identities);

    @AfterEach
    void end() {
        identities.close();
    }

    /** The same term as jinterface has it. */
    private static OtpErlangObject translated(Term term) {
        return switch (term) {
            case AtomTerm(String name) -> new OtpErlangAtom(name);
            case IntTerm(long value) -> new OtpErlangLong(value);
            case BigIntTerm(var value) -> new OtpErlangLong(value);
            case FloatTerm(double value) -> new OtpErlangDouble(value);
            case BinaryTerm binary -> new OtpErlangBinary(binary.toBytes());
            case BitStringTerm bits -> new OtpErlangBitstr(bits.toBytes(), 8 - bits.lastBits());
            case TupleTerm(var elements) -> new OtpErlangTuple(all(elements));
            case ListTerm list when isText(list) -> new OtpErlangString(text(list));
            case ListTerm(var elements) -> new OtpErlangList(all(elements));
            case ImproperListTerm(var elements, var tail) -> improper(elements, tail);
            case MapTerm map ->
                    new OtpErlangMap(
                            IntStream.range(0, map.size())
                                    .mapToObj(i -> translated(map.key(i)))
                                    .toArray(OtpErlangObject[]::new),
                            IntStream.range(0, map.size())
                                    .mapToObj(i -> translated(map.value(i)))
                                    .toArray(OtpErlangObject[]::new));
            case ExportTerm(var module, var function, int arity) ->
                    new OtpErlangExternalFun(module.name(), function.name(), arity);
            default -> throw new AssertionError("formats differ for " + term);
        };
    }

    /** Whether jinterface makes a string of a list. */
    private static boolean isText(ListTerm list) {
        return list.size() > 0
                && list.elements().stream()
                        .allMatch(e -> e instanceof IntTerm(long c) && c >= 0 && c <= 255);
    }

    private static String text(ListTerm list) {
        StringBuilder text = new StringBuilder();
        list.elements().forEach(c -> text.append((char) ((IntTerm) c).value()));
        return text.toString();
    }

    private static OtpErlangList improper(List<Term> elements, Term tail) {
        try {
            return new OtpErlangList(all(elements), translated(tail));
        } catch (OtpErlangException e) {
            throw new AssertionError(e);
        }
    }

    private static OtpErlangObject[] all(List<Term> terms) {
        return terms.stream().map(JinterfaceTest::translated).toArray(OtpErlangObject[]::new);
    }

    @Test
    void reads_what_erloom_writes() throws Exception {
        long seed = System.nanoTime();
        RandomTerms random = new RandomTerms(seed, identities);
        for (int i = 0; i < 2000; i++) {
            Term term = random.nextPrintable();
            OtpErlangObject read;
            try (OtpInputStream in = new OtpInputStream(encoder.encode(term))) {
                read = in.read_any();
            }
            assertThat(read).as("seed %d, term %d", seed, i).isEqualTo(translated(term));
        }
    }

    @Test
    void writes_what_erloom_reads() throws Exception {
        long seed = System.nanoTime();
        RandomTerms random = new RandomTerms(seed, identities);
        for (int i = 0; i < 2000; i++) {
            Term term = random.nextPrintable();
            byte[] bytes;
            try (OtpOutputStream out = new OtpOutputStream(translated(term))) {
                bytes = new byte[out.size() + 1];
                bytes[0] = (byte) 131;
                System.arraycopy(out.toByteArray(), 0, bytes, 1, out.size());
            }
            assertThat(decoder.decode(bytes).equals(term))
                    .as("seed %d, term %d: %s", seed, i, term)
                    .isTrue();
        }
    }

    @Test
    void writes_export_funs_as_erloom_does() throws Exception {
        ExportTerm export = new ExportTerm(Term.atom("lists"), Term.atom("map"), 2);
        try (OtpOutputStream out = new OtpOutputStream(translated(export))) {
            WireBuffer ours = new WireBuffer();
            encoder.encodeBare(export, ours);
            assertThat(decoder.decodeBare(out.toByteArray(), 0, out.size())).isEqualTo(export);
            assertThat(decoder.decodeBare(ours.toBytes(), 0, ours.size())).isEqualTo(export);
        }
    }
}
