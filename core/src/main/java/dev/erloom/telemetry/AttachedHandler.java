// SPDX-License-Identifier: Apache-2.0
package dev.erloom.telemetry;

import java.util.Map;

/**
 * A handler and one of the events it is attached to.
 *
 * @param id the identity of the handler, unique on its node
 * @param event the event
 * @param handler the handler
 * @param config what it is given
 * @param <C> the type of its configuration
 */
public record AttachedHandler<C>(Object id, EventName event, Handler<C> handler, C config) {
    void handle(Map<String, ?> measurements, Map<String, ?> metadata) throws Exception {
        handler.handle(event, measurements, metadata, config);
    }
}
