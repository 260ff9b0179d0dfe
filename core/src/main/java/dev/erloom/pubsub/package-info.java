// SPDX-License-Identifier: Apache-2.0

/**
 * Messages by topic: {@link dev.erloom.pubsub.PubSub}.
 *
 * <p>Use it where who tells does not know who listens. Whoever must be reached, or must answer, is
 * called by name instead.
 *
 * {@snippet :
 * static final PubSub NEWS = PubSub.of("news");
 *
 * PubSub.startLink(NEWS).orElseThrow();
 * NEWS.subscribe("weather");
 * NEWS.broadcast("weather", new Rain());
 * }
 *
 * No argument may be null, unless its type says so.
 */
@NullMarked
package dev.erloom.pubsub;

import org.jspecify.annotations.NullMarked;
