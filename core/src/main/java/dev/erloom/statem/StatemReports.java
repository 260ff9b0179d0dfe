// SPDX-License-Identifier: Apache-2.0
package dev.erloom.statem;

final class StatemReports {
    private StatemReports() {}

    static void unexpected(Class<?> module, Object message) {}
}
