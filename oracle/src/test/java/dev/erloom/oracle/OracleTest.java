// SPDX-License-Identifier: Apache-2.0
package dev.erloom.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.erloom.oracle.Oracle.Row;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** One test for each probe, on each BEAM. A probe that only one side has is a failure. */
@AgainstTheBeam
class OracleTest {

    @TestFactory
    Stream<DynamicContainer> erloom_does_what_the_beam_does() {
        return Beam.Release.all()
                .map(release ->
                        dynamicContainer(
                                release.toString(),
                                Oracle.compare(release).stream()
                                        .filter(row -> !row.isSkipped())
                                        .map(OracleTest::test)));
    }

    private static DynamicTest test(Row row) {
        return dynamicTest(
                row.key(),
                () -> {
                    assertThat(row.erloom()).as(row.key()).isEqualTo(row.beam());
                    assertThat(row.isEqual()).as("both sides ran").isTrue();
                });
    }
}
