// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * The reply to a request that was sent with {@link Gen#sendRequest}, OTP's {@code {[alias | Ref],
 * Reply}}.
 *
 * @param request the request
 * @param value the reply; one from another node is seen as its bare term
 */
public record GenReply(Ref request, @Nullable Object value) {

    /** {@return the reply; from another node as its bare term} */
    @Override
    public @Nullable Object value() {
        return value == null ? null : ExternalTerm.bare(value);
    }

    /**
     * {@return the reply, mapped to {@code type} if it came from another node}
     *
     * @throws IllegalArgumentException when it does not fit, with the path inside the term
     */
    public @Nullable Object value(Type type) {
        return value instanceof ExternalTerm external ? external.toJava(type) : value;
    }
}
