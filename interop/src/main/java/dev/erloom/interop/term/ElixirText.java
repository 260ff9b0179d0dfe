// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.term;

/** Which text Elixir shows in quotes, and how it escapes it ({@code String.printable?/1}). */
final class ElixirText {

    private ElixirText() {}

    static boolean isPrintable(String text) {
        return text.codePoints().allMatch(ElixirText::isPrintable);
    }

    private static boolean isPrintable(int c) {
        return c < 0x80 ? c >= 0x20 || isNamedControl(c) : c >= 0xa0 && c != 0xfffe && c != 0xffff;
    }

    /** Whether {@code text} is what a list of its code points is shown as. */
    static boolean isPrintableAscii(String text) {
        return text.chars().allMatch(c -> (c >= 0x20 && c < 0x7f) || isNamedControl(c));
    }

    /** Bell, backspace, tab, newline, vertical tab, form feed, return and escape. */
    private static boolean isNamedControl(int c) {
        return (c >= 7 && c <= 13) || c == 27;
    }

    /** Returns {@code text} as it stands between double quotes. */
    static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2);
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            boolean interpolation = c == '#' && text.startsWith("#{", i);
            if (interpolation || c == '"' || c == '\\') {
                out.append('\\').append((char) c);
            } else if (isPrintable(c) && c >= 0x20 && c != 0x7f && !isInvisible(c)) {
                out.appendCodePoint(c);
            } else {
                escape(c, out);
            }
        }
        return out.toString();
    }

    private static void escape(int c, StringBuilder out) {
        switch (c) {
            case 0 -> out.append("\\0");
            case 7 -> out.append("\\a");
            case '\b' -> out.append("\\b");
            case '\t' -> out.append("\\t");
            case '\n' -> out.append("\\n");
            case 11 -> out.append("\\v");
            case '\f' -> out.append("\\f");
            case '\r' -> out.append("\\r");
            case 27 -> out.append("\\e");
            case 127 -> out.append("\\d");
            default ->
                    out.append(
                            isInvisible(c)
                                    ? "\\u%04X".formatted(c)
                                    : c < 0x100 ? "\\x%02X".formatted(c) : "\\x{%X}".formatted(c));
        }
    }

    /** Spaces and controls of writing direction that would hide what a text says. */
    private static boolean isInvisible(int c) {
        return switch (c) {
            case 0xa0, 0x34f, 0x61c, 0x2028, 0x2029, 0x205f, 0xfeff -> true;
            default ->
                    (c >= 0x2000 && c <= 0x200f)
                            || (c >= 0x202a && c <= 0x202e)
                            || (c >= 0x2060 && c <= 0x2069 && c != 0x2065)
                            || (c >= 0xfff9 && c <= 0xfffc);
        };
    }
}
