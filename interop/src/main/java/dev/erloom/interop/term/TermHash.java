// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.term;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/**
 * Hashing that differs from one JVM to the next, so that nobody outside can choose keys that
 * collide. Each step multiplies by a secret and folds the 128 bits of the product.
 */
final class TermHash {

    /**
     * Deeper parts do not count: equal terms still hash equal, and no depth overflows the stack.
     */
    private static final int HASHED_DEPTH = 64;

    private static final long START;
    private static final long SECRET;

    static {
        SecureRandom random = new SecureRandom();
        START = random.nextLong();
        SECRET = random.nextLong() | 1;
    }

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private TermHash() {}

    static int of(long value) {
        return finish(step(START, value));
    }

    static int of(String text) {
        long hash = step(START, text.length());
        for (int i = 0; i < text.length(); i++) {
            hash = step(hash, text.charAt(i));
        }
        return finish(hash);
    }

    static int of(byte[] bytes, int lastBits) {
        long hash = step(START, lastBits);
        int i = 0;
        for (; i + Long.BYTES <= bytes.length; i += Long.BYTES) {
            hash = step(hash, (long) LONG.get(bytes, i));
        }
        long rest = bytes.length;
        for (; i < bytes.length; i++) {
            rest = (rest << Byte.SIZE) | (bytes[i] & 0xff);
        }
        return finish(step(hash, rest));
    }

    static int of(CompoundTerm term) {
        return of(term, HASHED_DEPTH);
    }

    private static int of(CompoundTerm term, int depth) {
        long hash = step(START, kind(term));
        if (depth > 0) {
            for (int i = 0; i < term.partCount(); i++) {
                Term part = term.part(i);
                hash =
                        step(
                                hash,
                                part instanceof CompoundTerm compound
                                        ? of(compound, depth - 1)
                                        : part.hashCode());
            }
        }
        return finish(hash);
    }

    private static int kind(CompoundTerm term) {
        return switch (term) {
            case TupleTerm _ -> 1;
            case ListTerm _ -> 2;
            case ImproperListTerm _ -> 3;
            case MapTerm _ -> 4;
            case FunTerm(var identity, _, _) -> identity.hashCode();
            case NativeRecordTerm(var definition, _) -> definition.hashCode();
        };
    }

    private static long step(long hash, long value) {
        long mixed = hash ^ value;
        return (mixed * SECRET) ^ Math.multiplyHigh(mixed, SECRET);
    }

    private static int finish(long hash) {
        return (int) (hash ^ (hash >>> 32));
    }
}
