// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.interop.term.CompoundTerm;
import dev.erloom.interop.term.ListTerm;
import dev.erloom.interop.term.PidTerm;
import dev.erloom.interop.term.PortTerm;
import dev.erloom.interop.term.RefTerm;
import dev.erloom.interop.term.Term;
import dev.erloom.interop.testing.AgainstRealBeam;
import dev.erloom.interop.testing.Beam;
import dev.erloom.interop.testing.NodeIdentities;
import dev.erloom.interop.testing.RandomTerms;
import dev.erloom.interop.testing.TermServer;
import dev.erloom.interop.testing.TermServer.Request;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@AgainstRealBeam
class BeamRoundTripTest {

    private final TermServer beam;
    private final NodeIdentities identities = new NodeIdentities();
    private final EtfEncoder encoder = new EtfEncoder();
    private final EtfDecoder decoder = new EtfDecoder(identities);

    static Stream<Beam.Release> releases() {
        return Beam.releases();
    }

    BeamRoundTripTest(Beam.Release release) {
        this.beam = TermServer.erlang(release);
    }

    @AfterEach
    void end() {
        beam.close();
        identities.close();
    }

    private void assertEcho(Term term, String description) throws TermServer.Refused {
        byte[] bytes = encoder.encode(term);
        byte[] echo = beam.ask(Request.ECHO, bytes);
        assertThat(decoder.decode(echo).equals(term)).as(description).isTrue();
        assertThat(HexFormat.of().formatHex(echo))
                .as(description)
                .isEqualTo(HexFormat.of().formatHex(bytes));
    }

    @Test
    void writes_the_bytes_that_the_beam_writes() throws TermServer.Refused {
        long seed = System.nanoTime();
        RandomTerms random = new RandomTerms(seed, identities);
        for (int i = 0; i < 3000; i++) {
            assertEcho(random.next(), "seed %d, term %d".formatted(seed, i));
        }
    }

    @Test
    void writes_lists_of_bytes_as_strings_up_to_the_length_that_the_beam_does()
            throws TermServer.Refused {
        for (int size : new int[] {1, 65_535, 65_536}) {
            assertEcho(ListTerm.copyOf(Collections.nCopies(size, Term.of(97))), size + " elements");
        }
    }

    @Test
    void exchanges_terms_nested_a_million_deep() throws TermServer.Refused {
        Term term = ListTerm.NIL;
        for (int i = 0; i < 1_000_000; i++) {
            term = Term.list(term);
        }
        assertEcho(term, "a million lists");
    }

    /**
     * Takes what the BEAM takes, and reads the same in it, but for the tags that are internal to
     * the BEAM (73 and 75), and for references of no words and functions of more than 255
     * arguments, which it lets pass. It refuses numbers in pids, ports and references that it could
     * not have made itself; we carry them as they are.
     */
    @Test
    void takes_what_the_beam_takes() throws TermServer.Refused {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        RandomTerms terms = new RandomTerms(seed, identities).withoutFuns();
        int taken = 0;
        for (int i = 0; i < 4000; i++) {
            byte[] bytes = encoder.encode(terms.next());
            bytes[random.nextInt(1, bytes.length)] = (byte) random.nextInt(256);
            bytes[random.nextInt(1, bytes.length)] = (byte) random.nextInt(97, 121);
            String description =
                    "seed %d, term %d: %s".formatted(seed, i, HexFormat.of().formatHex(bytes));
            try {
                Term term = decoder.decode(bytes);
                if (!beam.accepts(bytes)) {
                    assertThat(holdsIdentity(term)).as(description).isTrue();
                    continue;
                }
                Term echo = decoder.decode(beam.ask(Request.ECHO, bytes));
                assertThat(echo.equals(term)).as(description).isTrue();
                taken++;
            } catch (MalformedTermException e) {
                if (beam.accepts(bytes)) {
                    assertThat(e)
                            .as(description)
                            .hasMessageMatching(
                                    ".*(tag 0x49 \\(73\\)|tag 0x4b \\(75\\)|has 0 words|follow the term|arity is not).*");
                }
            }
        }
        assertThat(taken).isGreaterThan(500);
    }

    private static boolean holdsIdentity(Term term) {
        return switch (term) {
            case PidTerm _, PortTerm _, RefTerm _ -> true;
            case CompoundTerm compound -> {
                boolean found = false;
                for (int i = 0; i < compound.partCount() && !found; i++) {
                    found = holdsIdentity(compound.part(i));
                }
                yield found;
            }
            default -> false;
        };
    }
}
