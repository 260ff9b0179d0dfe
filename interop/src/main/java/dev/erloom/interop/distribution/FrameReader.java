// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream into frames. Memory for a frame grows with what has arrived of it, whatever length
 * it claims. Used by one thread; only the count of bytes may be looked at by others.
 */
final class FrameReader {
    private static final int CHUNK = 64 * 1024;
    private static final int LENGTH_BYTES = 4;

    private final InputStream in;
    private final int longest;
    private final AtomicLong received = new AtomicLong();
    private final byte[] buffer = new byte[CHUNK];
    private int start;
    private int end;

    /** Says that what the peer sent is not a sequence of frames. */
    static final class MalformedFrameException extends IOException {
        private static final long serialVersionUID = 1L;

        MalformedFrameException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    FrameReader(InputStream in, int longest) {
        this.in = in;
        this.longest = longest;
    }

    /** {@return how many bytes have arrived, those of unfinished frames included} */
    long received() {
        return received.get();
    }

    /**
     * {@return the next frame, empty if it is a tick; null at the end of the stream}
     *
     * @throws MalformedFrameException when the frame is longer than it may be
     * @throws EOFException when the stream ends inside the frame
     */
    byte @Nullable [] next() throws IOException {
        if (!fill(LENGTH_BYTES)) {
            return null;
        }
        int length = 0;
        for (int i = 0; i < LENGTH_BYTES; i++) {
            length = length << 8 | Byte.toUnsignedInt(buffer[start++]);
        }
        if (Integer.compareUnsigned(length, longest) > 0) {
            throw new MalformedFrameException(
                    "a frame may have at most "
                            + longest
                            + " bytes, this one claims "
                            + Integer.toUnsignedString(length),
                    null);
        }
        return length <= end - start ? buffered(length) : gathered(length);
    }

    private byte[] buffered(int length) {
        byte[] frame = Arrays.copyOfRange(buffer, start, start + length);
        start += length;
        return frame;
    }

    private byte[] gathered(int length) throws IOException {
        byte[] frame = new byte[Math.min(length, CHUNK)];
        int filled = end - start;
        System.arraycopy(buffer, start, frame, 0, filled);
        start = end;
        while (filled < length) {
            if (filled == frame.length) {
                frame = Arrays.copyOf(frame, (int) Math.min(length, 2L * filled));
            }
            int read = read(frame, filled, frame.length - filled);
            if (read < 0) {
                throw new EOFException("inside a frame of " + length + " bytes");
            }
            filled += read;
        }
        return frame;
    }

    /** Makes at least {@code count} bytes available; false when the stream ends before any. */
    private boolean fill(int count) throws IOException {
        while (end - start < count) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
            int read = read(buffer, end, buffer.length - end);
            if (read < 0) {
                if (end == 0) {
                    return false;
                }
                throw new EOFException("inside the length of a frame");
            }
            end += read;
        }
        return true;
    }

    private int read(byte[] into, int offset, int length) throws IOException {
        int read = in.read(into, offset, length);
        if (read > 0) {
            received.addAndGet(read);
        }
        return read;
    }
}
