// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

/**
 * The answer to {@link Processes#spawnRequest}.
 *
 * @param tag {@code spawn_reply}, or what {@link SpawnRequest#tag(Object)} was given
 * @param request what {@code spawnRequest} returned
 * @param pid the new process
 */
public record SpawnReply(Object tag, Ref request, Pid pid) {}
