// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * A cast to or from another node, OTP's {@code {'$gen_cast', Message}}. Between processes of one
 * node a cast travels as the bare message.
 *
 * @param message the message; one from another node is seen as its bare term
 */
public record GenCast(Object message) {

    /** {@return the message; from another node as its bare term} */
    @Override
    public Object message() {
        return ExternalTerm.bare(message);
    }

    /**
     * {@return the message as a {@code type}, or null when it came from another node and does not
     * fit}
     */
    public @Nullable Object messageOrNull(Type type) {
        return message instanceof ExternalTerm external ? external.toJavaOrNull(type) : message;
    }
}
