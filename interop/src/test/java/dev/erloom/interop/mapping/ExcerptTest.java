// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.interop.term.BitStringTerm;
import dev.erloom.interop.term.ImproperListTerm;
import dev.erloom.interop.term.MapTerm;
import dev.erloom.interop.term.Term;
import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExcerptTest {

    @Test
    void shows_small_terms_whole() {
        Term term =
                Term.tuple(
                        Term.atom("ok"),
                        Term.list(Term.binary("a"), Term.of(1.5)),
                        ImproperListTerm.of(List.of(Term.atom("alias")), Term.of(1)),
                        MapTerm.of(Term.atom("k"), Term.of(1)));

        assertThat(Excerpt.of(term)).isEqualTo("{:ok, [\"a\", 1.5], [:alias | 1], %{k: 1}}");
    }

    @Test
    void shows_the_start_of_long_ones() {
        assertThat(Excerpt.of(Term.list(Collections.nCopies(1000, Term.of(1000)))))
                .isEqualTo(
                        "[1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000,"
                                + " :...]");
        assertThat(Excerpt.of(Term.binary("x".repeat(1_000_000))))
                .isEqualTo("\"" + "x".repeat(80) + "...\"");
        assertThat(Excerpt.of(Term.of(BigInteger.ONE.shiftLeft(1_000_000)))).isEqualTo(":...");
        assertThat(Excerpt.of(BitStringTerm.of(new byte[100], 3))).isEqualTo(":...");
    }

    @Test
    void cuts_text_between_characters() {
        assertThat(Excerpt.of(Term.binary("x" + "ü".repeat(100))))
                .isEqualTo("\"x" + "ü".repeat(39) + "...\"");
        assertThat(Excerpt.cut("x".repeat(299) + "👍")).isEqualTo("x".repeat(299) + "...");
        assertThat(Excerpt.cut("x".repeat(298) + "👍")).isEqualTo("x".repeat(298) + "👍");
    }

    @Test
    void shows_some_entries_of_a_map() {
        Map<Term, Term> entries = new LinkedHashMap<>();
        for (int i = 0; i < 100; i++) {
            entries.put(Term.of(i), Term.of(i));
        }

        assertThat(Excerpt.of(Term.map(entries)))
                .startsWith("%{0 => 0, 1 => 1, ")
                .contains("11 => 11")
                .doesNotContain("12 => 12")
                .contains(":... => :...");
    }

    @Test
    void keeps_the_whole_text_short() {
        List<Term> wide = Collections.nCopies(12, Term.binary("y".repeat(80)));

        assertThat(Excerpt.of(Term.list(Collections.nCopies(12, Term.list(wide)))))
                .hasSize(303)
                .endsWith("...");
    }
}
