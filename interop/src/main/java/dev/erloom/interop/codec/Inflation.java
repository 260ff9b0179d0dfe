// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.codec;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates compressed terms into no more memory than they claim, and that only if it is plausible.
 */
final class Inflation {

    /** Deflate cannot make more than 1032 bytes out of one. */
    private static final long MOST_PER_BYTE = 1032;

    private Inflation() {}

    /**
     * Returns what follows {@code bytes[from]} inflated: four bytes of size, then a zlib stream.
     */
    static byte[] inflate(byte[] bytes, int from, int limit) {
        ByteReader in = new ByteReader();
        in.reset(bytes, from, bytes.length);
        if (!in.has(4)) {
            throw MalformedTermException.end(bytes.length - 1);
        }
        int size = in.s4();
        if (size < 0 || size > limit || size > MOST_PER_BYTE * in.left()) {
            throw malformed(
                    "claims %s bytes of %d, at most %d are taken"
                            .formatted(Integer.toUnsignedString(size), in.left(), limit));
        }
        byte[] inflated = new byte[size];
        try (Inflater inflater = new Inflater()) {
            inflater.setInput(bytes, in.index(), in.left());
            int length = inflate(inflater, inflated);
            // The end of the stream may need one more call with room for nothing.
            if (length != size || !ends(inflater) || inflater.getRemaining() > 0) {
                throw malformed("does not inflate to exactly the " + size + " bytes it claims");
            }
            return inflated;
        } catch (DataFormatException e) {
            throw malformed("is no zlib stream: " + e.getMessage());
        }
    }

    private static int inflate(Inflater inflater, byte[] target) throws DataFormatException {
        int length = 0;
        while (length < target.length) {
            int n = inflater.inflate(target, length, target.length - length);
            if (n == 0) {
                break;
            }
            length += n;
        }
        return length;
    }

    private static boolean ends(Inflater inflater) throws DataFormatException {
        return inflater.finished() || (inflater.inflate(new byte[1]) == 0 && inflater.finished());
    }

    private static MalformedTermException malformed(String problem) {
        return MalformedTermException.term(1, Tag.COMPRESSED, "compressed term " + problem);
    }
}
