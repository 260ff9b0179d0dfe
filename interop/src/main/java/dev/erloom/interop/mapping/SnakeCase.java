// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.mapping;

/**
 * Turns Java names into the ones that Erlang and Elixir use.
 *
 * <p>An underscore goes before each upper-case letter that follows a lower-case letter or a digit,
 * and before the last of several upper-case letters if a lower-case letter comes after it; then all
 * is in lower case: {@code GetPrice} is {@code get_price}, {@code HTTPGet} is {@code http_get},
 * {@code Utf8Text} is {@code utf8_text}, {@code X509} is {@code x509}. Underscores stay, and are
 * never doubled. That is what Elixir's {@code Macro.underscore/1} does with such names.
 */
final class SnakeCase {

    private SnakeCase() {}

    static String of(String name) {
        int[] letters = name.codePoints().toArray();
        StringBuilder snake = new StringBuilder(name.length() + 8);
        for (int i = 0; i < letters.length; i++) {
            if (i > 0 && startsWord(letters, i)) {
                snake.append('_');
            }
            snake.appendCodePoint(Character.toLowerCase(letters[i]));
        }
        return snake.toString();
    }

    /** Constants in capitals, {@code NOT_FOUND} or {@code LEVEL1A}, only change to lower case. */
    static String ofConstant(String name) {
        boolean capitals = name.codePoints().noneMatch(Character::isLowerCase);
        return capitals
                ? name.codePoints()
                        .map(Character::toLowerCase)
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString()
                : of(name);
    }

    private static boolean startsWord(int[] letters, int at) {
        if (!Character.isUpperCase(letters[at])) {
            return false;
        }
        int before = letters[at - 1];
        boolean lowerAfter = at + 1 < letters.length && Character.isLowerCase(letters[at + 1]);
        return Character.isLowerCase(before)
                || Character.isDigit(before)
                || (Character.isUpperCase(before) && lowerAfter);
    }
}
