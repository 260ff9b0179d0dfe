// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** A position in bytes that have come in; everything is checked to be there before it is read. */
final class ByteReader {

    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final byte[] NOTHING = {};

    private byte[] bytes = NOTHING;
    private int from;
    private int at;
    private int end;

    /** Starts to read {@code bytes[from..to)}. */
    void reset(byte[] newBytes, int newFrom, int to) {
        bytes = newBytes;
        from = newFrom;
        at = newFrom;
        end = to;
    }

    /** Lets go of the bytes. */
    void release() {
        reset(NOTHING, 0, 0);
    }

    /** {@return how many bytes have been read} */
    int offset() {
        return at - from;
    }

    int left() {
        return end - at;
    }

    byte[] bytes() {
        return bytes;
    }

    /** {@return the index of the next byte in {@link #bytes}} */
    int index() {
        return at;
    }

    void skip(int count) {
        at += count;
    }

    boolean has(int count) {
        return count <= end - at;
    }

    int u1() {
        return bytes[at++] & 0xff;
    }

    int u2() {
        int value = (short) SHORT.get(bytes, at) & 0xffff;
        at += 2;
        return value;
    }

    int s4() {
        int value = (int) INT.get(bytes, at);
        at += 4;
        return value;
    }

    long s8() {
        long value = (long) LONG.get(bytes, at);
        at += 8;
        return value;
    }
}
