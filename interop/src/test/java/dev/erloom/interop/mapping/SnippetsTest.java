// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.interop.term.Term;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The code that is shown in Javadoc. */
class SnippetsTest {

    // @start region="smallest"
    sealed interface Message {}

    record GetPrice(String symbol) implements Message {}

    record Quoted(String symbol, long cents) implements Message {}

    static Message read(Term term) {
        return TermMapper.fromTerm(term, Message.class); // {:get_price, "AAPL"}: a GetPrice
    }

    // @end

    @Test
    void smallest() {
        Term term = Term.tuple(Term.atom("get_price"), Term.binary("AAPL"));

        assertThat(read(term)).isEqualTo(new GetPrice("AAPL"));
        assertThat(TermMapper.toTerm(List.of(new Quoted("AAPL", 5))))
                .hasToString("[{:quoted, \"AAPL\", 5}]");
    }
}
