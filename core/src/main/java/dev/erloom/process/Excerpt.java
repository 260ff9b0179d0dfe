// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import org.jspecify.annotations.Nullable;

/**
 * The text of somebody else's value for reports: of bounded length, and there also when its {@code
 * toString} fails.
 */
public final class Excerpt {
    private static final int LONGEST = 2000;

    private Excerpt() {}

    /** {@return the text of {@code value}, cut at 2000 characters} */
    public static String of(@Nullable Object value) {
        String text;
        try {
            text = String.valueOf(value);
        } catch (RuntimeException | StackOverflowError failed) { // a user's toString
            text = "one whose toString throws " + failed.getClass().getName();
        }
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
