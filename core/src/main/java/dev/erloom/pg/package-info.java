// SPDX-License-Identifier: Apache-2.0

/**
 * Process groups: {@link dev.erloom.pg.Pg}.
 *
 * <p>Use a group to reach all processes that do or want the same, wherever they are. To find one
 * process by a key on this node use a {@link dev.erloom.registry.Registry}; to send messages by
 * topic use {@code dev.erloom.pubsub}.
 *
 * {@snippet :
 * static final Pg GROUPS = Pg.scope("groups");
 *
 * Pg.startLink(GROUPS).orElseThrow();
 * GROUPS.join("workers", self());
 * GROUPS.members("workers").forEach(worker -> worker.send(new Job()));
 * }
 *
 * No argument may be null.
 */
@NullMarked
package dev.erloom.pg;

import org.jspecify.annotations.NullMarked;
