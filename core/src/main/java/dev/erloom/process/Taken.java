// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.util.Objects;

/** The answer of a clause that takes the message. */
record Taken<T>(T value) implements Match<T> {
    Taken {
        Objects.requireNonNull(value, "value");
    }
}
