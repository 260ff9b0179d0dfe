// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.term;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Strict UTF-8: {@code String}'s own conversions replace what is malformed. */
final class Utf8 {

    private Utf8() {}

    static byte[] encode(String text) {
        requireWellFormed(text);
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the text of {@code bytes[from..to)}, or null where that is not UTF-8. */
    static @Nullable String decode(byte[] bytes, int from, int to) {
        String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        return text.indexOf('\ufffd') < 0 ? text : decodeStrictly(bytes, from, to);
    }

    /**
     * Tells a replacement character that was sent from one that was put in for a malformed byte.
     */
    private static @Nullable String decodeStrictly(byte[] bytes, int from, int to) {
        try {
            CharBuffer chars =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes, from, to - from));
            return chars.toString();
        } catch (CharacterCodingException _) {
            return null;
        }
    }

    static void requireWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(c, text.charAt(i + 1))) {
                    throw new IllegalArgumentException(
                            "text must not hold half of a surrogate pair, did at index " + i);
                }
                i++;
            }
        }
    }

    /** Compares by code point, which is also the order of the UTF-8 bytes. */
    static int compare(String left, String right) {
        int common = Math.min(left.length(), right.length());
        for (int i = 0; i < common; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                // A surrogate stands for a code point above every char that is none.
                boolean surrogate = Character.isSurrogate(a);
                return surrogate == Character.isSurrogate(b) ? a - b : surrogate ? 1 : -1;
            }
        }
        return left.length() - right.length();
    }
}
