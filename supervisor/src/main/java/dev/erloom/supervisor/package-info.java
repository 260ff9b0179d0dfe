// SPDX-License-Identifier: Apache-2.0

/**
 * Supervision trees: processes that start, watch and restart other processes.
 *
 * <p>Put every process that shall outlive its own failure below a {@link Supervisor}, and let it
 * crash: the next life starts from a known state. Do not use a supervisor to try a single operation
 * again, or to hold processes that nobody restarts and nobody stops.
 *
 * {@snippet :
 * StartResult<Supervisor> shop =
 *         Supervisor.startLink(
 *                 tree -> tree.child("repo", Repo::startLink).child("cache", Cache::startLink));
 * }
 *
 * <p>A null argument is a {@link NullPointerException} unless its description says otherwise.
 */
@NullMarked
package dev.erloom.supervisor;

import org.jspecify.annotations.NullMarked;
