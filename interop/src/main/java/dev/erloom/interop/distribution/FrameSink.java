// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Frames on their way out: a growing buffer that puts the length before each frame. Used by one
 * thread.
 */
final class FrameSink extends OutputStream {
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int LENGTH_BYTES = Integer.BYTES;
    private static final int SMALLEST = 64 * 1024;
    private static final int LARGEST_KEPT = 1 << 20;
    private static final int NO_FRAME = -1;

    private byte[] buffer = new byte[SMALLEST];
    private int size;
    private int frame = NO_FRAME;

    /** Begins a frame; what is written from now on is in it. */
    void beginFrame() {
        if (frame != NO_FRAME) {
            throw new IllegalStateException("the frame before was not ended");
        }
        ensureRoom(LENGTH_BYTES);
        frame = size;
        size += LENGTH_BYTES;
    }

    /** Ends the frame and fills in its length. */
    void endFrame() {
        if (frame == NO_FRAME) {
            throw new IllegalStateException("there is no frame to end");
        }
        INT.set(buffer, frame, size - frame - LENGTH_BYTES);
        frame = NO_FRAME;
    }

    /** Adds a frame of no bytes: a sign of life. */
    void tick() {
        beginFrame();
        endFrame();
    }

    @Override
    public void write(int value) {
        ensureRoom(1);
        buffer[size++] = (byte) value;
    }

    @Override
    public void write(byte[] bytes) {
        write(bytes, 0, bytes.length);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        ensureRoom(length);
        System.arraycopy(bytes, offset, buffer, size, length);
        size += length;
    }

    /** Adds the low 16 bits of {@code value}, the high byte first. */
    void writeShort(int value) {
        write(value >>> Byte.SIZE);
        write(value);
    }

    /** Adds the four bytes of {@code value}, the high byte first. */
    void writeInt(int value) {
        ensureRoom(Integer.BYTES);
        INT.set(buffer, size, value);
        size += Integer.BYTES;
    }

    /** Adds the eight bytes of {@code value}, the high byte first. */
    void writeLong(long value) {
        writeInt((int) (value >>> Integer.SIZE));
        writeInt((int) value);
    }

    int size() {
        return size;
    }

    /** Writes all frames to {@code out} at once and forgets them. */
    void drainTo(OutputStream out) throws IOException {
        if (frame != NO_FRAME) {
            throw new IllegalStateException("the last frame was not ended");
        }
        out.write(buffer, 0, size);
        out.flush();
        size = 0;
        if (buffer.length > LARGEST_KEPT) {
            buffer = new byte[SMALLEST];
        }
    }

    private void ensureRoom(int more) {
        int needed = Math.addExact(size, more);
        if (needed > buffer.length) {
            int doubled = (int) Math.min(2L * buffer.length, Integer.MAX_VALUE - 8);
            buffer = Arrays.copyOf(buffer, Math.max(needed, doubled));
        }
    }
}
