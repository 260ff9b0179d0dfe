// SPDX-License-Identifier: Apache-2.0
package dev.erloom.telemetry;

import java.util.Map;

/**
 * What the body of a span returns.
 *
 * @param value what the span returns
 * @param measurements more measurements for its stop event
 * @param metadata the metadata of its stop event
 * @param <T> the type of the value
 */
public record SpanResult<T>(T value, Map<String, ?> measurements, Map<String, ?> metadata) {

    /** {@return a result without more measurements} */
    public static <T> SpanResult<T> of(T value, Map<String, ?> metadata) {
        return new SpanResult<>(value, Map.of(), metadata);
    }
}
