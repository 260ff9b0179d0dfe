// SPDX-License-Identifier: Apache-2.0
package dev.erloom.oracle;

import static org.assertj.core.api.Assertions.fail;

import dev.erloom.testing.LogCapture;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Random programs with new seeds in each run; {@code -Derloom.seed=…} starts with that one. */
@AgainstTheBeam
class RandomDifferenceTest {
    private static final int PROGRAMS = 1000;

    @TestFactory
    Stream<DynamicTest> random_programs_do_what_they_do_on_the_beam() {
        return Beam.Release.all()
                .map(release -> DynamicTest.dynamicTest(release.toString(), () -> test(release)));
    }

    private static void test(Beam.Release release) {
        long seed = Long.getLong("erloom.seed", System.nanoTime());
        System.out.println("random programs from seed " + seed);
        try (LogCapture _ = Sections.logs();
                RandomDifference both = new RandomDifference(release)) {
            both.search(seed, PROGRAMS).ifPresent(found -> fail(found.toString()));
        }
    }
}
