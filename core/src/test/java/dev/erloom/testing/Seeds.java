// SPDX-License-Identifier: Apache-2.0
package dev.erloom.testing;

import java.util.Random;

/**
 * Runs a random test with many seeds, and says with which one it failed.
 *
 * <p>{@code -Derloom.seed=…} runs one seed again.
 */
public final class Seeds {

    /** A test that takes its decisions from a source of randomness. */
    @FunctionalInterface
    public interface Test {

        /**
         * Runs once.
         *
         * @throws Exception whatever goes wrong
         */
        void run(Random random) throws Exception;
    }

    private Seeds() {}

    /** Runs {@code test} with {@code count} new seeds; the first one is printed. */
    public static void run(int count, Test test) {
        String given = System.getProperty("erloom.seed");
        long first = given == null ? System.nanoTime() : Long.parseLong(given);
        System.out.println("seeds from " + first);
        for (long seed = first; seed < first + (given == null ? count : 1); seed++) {
            try {
                test.run(new Random(seed));
            } catch (Exception | AssertionError e) {
                throw new AssertionError("failed with -Derloom.seed=" + seed, e);
            }
        }
    }
}
