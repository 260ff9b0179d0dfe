// SPDX-License-Identifier: Apache-2.0
package dev.erloom.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Compares the probes with {@code rows.txt}, the list of the rows that need one. */
class RowsTest {
    private static final Set<String> PROBED =
            Sections.ALL.values().stream()
                    .flatMap(of -> {
                        Section section = new Section();
                        of.accept(section);
                        return section.probes().keySet().stream();
                    })
                    .flatMap(key -> Arrays.stream(key.split(" ")))
                    .filter(word -> word.matches("[A-Z]+-\\d+"))
                    .collect(Collectors.toSet());

    private static List<String> rows(boolean excused) {
        return Resources.lines("rows.txt").stream()
                .filter(line -> !line.startsWith("#") && line.contains(" ") == excused)
                .map(line -> line.split(" ", 2)[0])
                .toList();
    }

    @Test
    void every_row_that_was_observed_has_a_probe() {
        assertThat(PROBED).containsAll(rows(false));
    }

    @Test
    void no_row_with_a_probe_is_excused() {
        assertThat(rows(true)).doesNotContainAnyElementsOf(PROBED);
    }
}
