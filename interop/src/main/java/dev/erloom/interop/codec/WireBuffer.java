// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.codec;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Bytes on their way out: grows as encoders write to it, and is cleared and used again once they
 * are sent. Used by one thread at a time.
 */
public final class WireBuffer {

    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final int LARGEST = Integer.MAX_VALUE - 8;

    private byte[] bytes;
    private int size;

    /** Makes an empty buffer of 1 KiB, which grows as needed. */
    public WireBuffer() {
        this(1024);
    }

    /**
     * Makes an empty buffer with room for {@code capacity} bytes, which grows as needed.
     *
     * @throws IllegalArgumentException if {@code capacity} is less than 1
     */
    public WireBuffer(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be > 0, was " + capacity);
        }
        this.bytes = new byte[capacity];
    }

    /** {@return how many bytes have been written since the buffer was made or cleared} */
    public int size() {
        return size;
    }

    /** Forgets the bytes written so far; keeps the room for them. */
    public void clear() {
        size = 0;
    }

    /**
     * Forgets the bytes written so far, and the room for them beyond {@code capacity}: a buffer
     * that once held a large message would hold its memory for ever.
     */
    public void clearTo(int capacity) {
        size = 0;
        if (bytes.length > capacity) {
            bytes = new byte[capacity];
        }
    }

    /** {@return a copy of the bytes written so far} */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    /**
     * {@return a read-only view of the bytes written so far; valid until the buffer is next written
     * to}
     */
    public ByteBuffer asByteBuffer() {
        return ByteBuffer.wrap(bytes, 0, size).asReadOnlyBuffer();
    }

    /**
     * Writes the bytes written so far to {@code out}; does not clear this buffer.
     *
     * @throws IOException as {@code out} does
     */
    public void writeTo(OutputStream out) throws IOException {
        out.write(bytes, 0, size);
    }

    void truncate(int newSize) {
        size = newSize;
    }

    void write1(int value) {
        int at = size;
        if (at == bytes.length) {
            grow(1);
        }
        bytes[at] = (byte) value;
        size = at + 1;
    }

    void write2(int value) {
        int at = reserve(2);
        SHORT.set(bytes, at, (short) value);
    }

    void write4(int value) {
        int at = reserve(4);
        INT.set(bytes, at, value);
    }

    void write8(long value) {
        int at = reserve(8);
        LONG.set(bytes, at, value);
    }

    /** Writes a tag and two bytes of {@code value}. */
    void writeTagged1(int tag, int value) {
        int at = reserve(2);
        bytes[at] = (byte) tag;
        bytes[at + 1] = (byte) value;
    }

    /** Writes a tag and four bytes of {@code value}. */
    void writeTagged4(int tag, int value) {
        int at = reserve(5);
        bytes[at] = (byte) tag;
        INT.set(bytes, at + 1, value);
    }

    void writeBytes(byte[] source, int from, int to) {
        int at = reserve(to - from);
        System.arraycopy(source, from, bytes, at, to - from);
    }

    void writeBytes(WireBuffer source, int from, int to) {
        writeBytes(source.bytes, from, to);
    }

    void patch4(int at, int value) {
        INT.set(bytes, at, value);
    }

    /**
     * Makes room for {@code count} bytes, counts them as written, and returns the index of the
     * first.
     */
    int reserve(int count) {
        int at = size;
        if (count > bytes.length - at) {
            grow(count);
        }
        size = at + count;
        return at;
    }

    /** {@return the bytes themselves, for writing to what {@link #reserve} made room for} */
    byte[] raw() {
        return bytes;
    }

    private void grow(int count) {
        long needed = (long) size + count;
        if (needed > LARGEST) {
            throw new IllegalArgumentException(
                    "message must have at most " + LARGEST + " bytes, needs " + needed);
        }
        bytes = Arrays.copyOf(bytes, (int) Math.min(LARGEST, Math.max(needed, 2L * bytes.length)));
    }
}
