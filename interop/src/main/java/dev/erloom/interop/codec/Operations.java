// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.codec;

/** Which operations of control messages are followed by a payload. */
final class Operations {

    private static final long WITH_PAYLOAD =
            bits(2, 6, 12, 16, 22, 23, 24, 25, 26, 27, 28, 29, 30, 33, 34, 37);

    private Operations() {}

    static boolean hasPayload(long operation) {
        return operation >= 0 && operation < Long.SIZE && ((WITH_PAYLOAD >>> operation) & 1) == 1;
    }

    private static long bits(int... operations) {
        long bits = 0;
        for (int operation : operations) {
            bits |= 1L << operation;
        }
        return bits;
    }
}
