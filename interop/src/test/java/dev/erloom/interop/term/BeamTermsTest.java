// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.term;

import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.interop.codec.EtfDecoder;
import dev.erloom.interop.codec.EtfEncoder;
import dev.erloom.interop.testing.AgainstRealBeam;
import dev.erloom.interop.testing.Beam;
import dev.erloom.interop.testing.NodeIdentities;
import dev.erloom.interop.testing.RandomTerms;
import dev.erloom.interop.testing.TermServer;
import dev.erloom.interop.testing.TermServer.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@AgainstRealBeam
class BeamTermsTest {

    private final Beam.Release release;
    private final NodeIdentities identities = new NodeIdentities();
    private final EtfEncoder encoder = new EtfEncoder();
    private final long seed = System.nanoTime();
    private final RandomTerms random = new RandomTerms(seed, identities);

    static Stream<Beam.Release> releases() {
        return Beam.releases();
    }

    BeamTermsTest(Beam.Release release) {
        this.release = release;
    }

    @AfterEach
    void end() {
        identities.close();
    }

    private String ask(TermServer beam, Request request, Term term) throws TermServer.Refused {
        return new String(beam.ask(request, encoder.encode(term)), StandardCharsets.UTF_8);
    }

    /** The BEAM's sort is stable: it leaves exactly those lists alone that are in its order. */
    @Test
    void are_in_the_order_of_the_beam() throws TermServer.Refused {
        EtfDecoder decoder = new EtfDecoder(identities);
        try (TermServer beam = TermServer.erlang(release)) {
            for (int i = 0; i < 30; i++) {
                List<Term> terms = new ArrayList<>();
                for (Term term : random.list(60)) {
                    terms.add(term);
                    terms.add(Term.tuple(term));
                    terms.add(Term.tuple(term, random.next()));
                    terms.add(Term.list(term, random.next()));
                    terms.add(ImproperListTerm.of(List.of(term), random.next()));
                }
                terms.add(Term.of(-0.0));
                terms.add(Term.of(0.0));
                terms.add(Term.of(0));
                Collections.sort(terms);
                Term sorted = Term.list(terms);
                Term beams = decoder.decode(beam.ask(Request.SORT, encoder.encode(sorted)));
                assertThat(beams.equals(sorted)).as("seed %d, list %d", seed, i).isTrue();
            }
        }
    }

    @Test
    void are_shown_as_erlang_shows_them() throws TermServer.Refused {
        try (TermServer beam = TermServer.erlang(release)) {
            for (int i = 0; i < 3000; i++) {
                Term term = random.nextPrintable();
                assertThat(term.toErlangString())
                        .as("seed %d, term %d", seed, i)
                        .isEqualTo(ask(beam, Request.PRINT, term));
            }
        }
    }

    @Test
    void are_shown_as_elixir_shows_them() throws TermServer.Refused {
        try (TermServer beam = TermServer.elixir(release)) {
            boolean old = !ask(beam, Request.INSPECT, ListTerm.charlist("a")).equals("~c\"a\"");
            int compared = 0;
            for (int i = 0; i < 3000; i++) {
                Term term = random.nextPrintable();
                if (old && isShownDifferentlyBefore115(term)) {
                    continue;
                }
                assertThat(term.toString())
                        .as("seed %d, term %d", seed, i)
                        .isEqualTo(ask(beam, Request.INSPECT, term));
                compared++;
            }
            assertThat(compared).isGreaterThan(1000);
        }
    }

    /** Elixir 1.14 writes charlists in single quotes, and does not escape invisible characters. */
    private static boolean isShownDifferentlyBefore115(Term term) {
        String text = term.toString();
        return text.contains("~c\"") || text.contains("\\u");
    }

    @Test
    void of_a_struct_that_elixir_knows_show_its_name() throws TermServer.Refused {
        Term point =
                MapTerm.of(
                        Term.atom("__struct__"),
                        Term.atom("Elixir.Point"),
                        Term.atom("x"),
                        Term.of(1),
                        Term.atom("y"),
                        AtomTerm.NIL);
        try (TermServer beam = TermServer.elixir(release)) {
            assertThat(ask(beam, Request.INSPECT, point)).isEqualTo("%Point{x: 1, y: nil}");
        }
        assertThat(point).hasToString("%Point{x: 1, y: nil}");
    }
}
