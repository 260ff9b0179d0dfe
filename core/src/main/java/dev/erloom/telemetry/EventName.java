// SPDX-License-Identifier: Apache-2.0
package dev.erloom.telemetry;

import java.util.ArrayList;
import java.util.List;

/**
 * The name of an event: a list of words, the general ones first, OTP's list of atoms. Keep it in a
 * constant.
 *
 * @param words at least one, none of them empty
 */
public record EventName(List<String> words) {

    /** Makes a name; there is at least one word, and none is empty. */
    public EventName {
        words = List.copyOf(words);
        if (words.isEmpty() || words.contains("")) {
            throw new IllegalArgumentException(
                    "the name of an event must have words that are not empty, was " + words);
        }
    }

    /**
     * {@return a name of some words}
     *
     * @throws IllegalArgumentException when there is none, or one is empty
     */
    public static EventName of(String... words) {
        return new EventName(List.of(words));
    }

    /** {@return this name with a word behind it} */
    public EventName then(String word) {
        List<String> longer = new ArrayList<>(words);
        longer.add(word);
        return new EventName(longer);
    }

    boolean startsWith(List<String> prefix) {
        return words.size() >= prefix.size() && words.subList(0, prefix.size()).equals(prefix);
    }

    @Override
    public String toString() {
        return words.toString();
    }
}
