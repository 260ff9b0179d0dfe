// SPDX-License-Identifier: Apache-2.0
package dev.erloom.testing;

import java.time.Duration;

/**
 * Blocks a thread in {@code Thread.sleep} for good, for tests that prove how such a thread ends.
 *
 * <p>The only place that may sleep: {@link HouseRules} finds every other one.
 */
public final class Forever {
    private Forever() {}

    /**
     * Sleeps until the thread is interrupted.
     *
     * @throws InterruptedException when it is
     */
    public static void sleep() throws InterruptedException {
        Thread.sleep(Duration.ofDays(1));
    }
}
