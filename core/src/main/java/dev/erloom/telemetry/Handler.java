// SPDX-License-Identifier: Apache-2.0
package dev.erloom.telemetry;

import java.util.Map;

/**
 * What is run for each event it is attached to, in the process that emits it: it should be quick,
 * and must be safe for many processes at once.
 *
 * @param <C> the type of its configuration
 */
@FunctionalInterface
public interface Handler<C> {

    /**
     * Handles an event.
     *
     * @param event its name
     * @param measurements what was measured
     * @param metadata what else there is to say
     * @param config what the handler was attached with
     * @throws Exception whatever goes wrong; the handler is detached then
     */
    void handle(EventName event, Map<String, ?> measurements, Map<String, ?> metadata, C config)
            throws Exception;
}
