// SPDX-License-Identifier: Apache-2.0

/**
 * Tables of processes by key: {@link dev.erloom.registry.Registry}.
 *
 * <p>Use a registry to find one of many alike, a session by its user, a room by its number, and to
 * tell all who care about something. A server of which there is one has a {@link
 * dev.erloom.server.Name} and needs none. A registry is on one node; for processes of a cluster see
 * {@code dev.erloom.pg}.
 *
 * {@snippet :
 * static final Registry<String, Instant> SESSIONS = Registry.unique("sessions");
 *
 * Registry.startLink(SESSIONS).orElseThrow();
 * GenServer.start(new Session(), with -> with.name(SESSIONS.via("alice", Instant.now())));
 * SESSIONS.<Session.Message>via("alice").call(new Page());
 * }
 *
 * No argument may be null, unless its type says so.
 */
@NullMarked
package dev.erloom.registry;

import org.jspecify.annotations.NullMarked;
