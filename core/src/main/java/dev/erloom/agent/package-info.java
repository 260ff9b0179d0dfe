// SPDX-License-Identifier: Apache-2.0

/**
 * Agents: a state in a process, read and changed by functions.
 *
 * <p>Use an {@link Agent} for state without rules of its own: a cache, a set of seen things, a
 * configuration. As soon as it has to answer for itself, watch others or keep an invariant, write a
 * {@link dev.erloom.server.GenServer}.
 *
 * {@snippet :
 * Agent<Map<String, Integer>> seen = Agent.startLink(HashMap::new).orElseThrow();
 * seen.change(counts -> counts.merge("erl", 1, Integer::sum));
 * int count = seen.get(counts -> counts.get("erl"));
 * }
 *
 * <p>A null argument is a {@link NullPointerException} unless its description says otherwise.
 */
@NullMarked
package dev.erloom.agent;

import org.jspecify.annotations.NullMarked;
