// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * A message that came from another node and is still in that node's form; made by a {@link
 * Transport}.
 *
 * <p>A connection delivers what it read as it is. The receiving process maps it to the Java type it
 * expects, so that a message which does not fit concerns nobody else. A receive that names no type
 * gets the bare {@link #term}.
 */
public interface ExternalTerm {

    /** {@return the term itself, in the transport's own type} */
    Object term();

    /**
     * Returns this term as a Java value of {@code type}.
     *
     * @throws IllegalArgumentException when it does not fit, with the path inside the term
     */
    Object toJava(Type type);

    /**
     * Returns this term as a {@code type}, or null when it does not fit. Cheap on a miss: a
     * selective receive asks each message that it passes.
     */
    @Nullable Object toJavaOrNull(Type type);

    /** {@return what a process sees that expects no type in particular} */
    static Object bare(Object message) {
        return message instanceof ExternalTerm external ? external.term() : message;
    }
}
