// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.mapping;

/**
 * Tells that a Java value has no form as an Erlang term, that a term does not fit a Java type, or
 * that a Java type cannot be mapped at all.
 *
 * <p>The message names the Java type, the place and the rule: {@code cannot map {:get_price, 5} to
 * GetPrice: at element 1 (symbol): expected a binary, was 5}.
 */
public final class UnmappableException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String path;

    UnmappableException(String subject, Miss miss) {
        super(message(subject, miss), miss.cause());
        this.path = miss.place();
    }

    /**
     * Returns where inside the value or term the problem is, outermost step first, such as {@code
     * element 1 (quote), key :price}; empty if it is the whole value. Elements of tuples and items
     * of lists count from 0.
     */
    public String path() {
        return path;
    }

    private static String message(String subject, Miss miss) {
        String place = miss.place();
        String rule = miss.rule();
        return "cannot map " + subject + (place.isEmpty() ? "" : ": at " + place) + ": " + rule;
    }
}
