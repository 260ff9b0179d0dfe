// SPDX-License-Identifier: Apache-2.0
package dev.erloom.oracle;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Elixir writes {@code {a, b}}; Java's strings stand for atoms.
 *
 * @param elements in their order; null is nil
 */
record Tuple(List<@Nullable Object> elements) {

    static Tuple of(@Nullable Object... elements) {
        return new Tuple(Arrays.asList(elements));
    }
}
