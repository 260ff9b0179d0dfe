// SPDX-License-Identifier: Apache-2.0

/**
 * Generic servers: a state, and messages that are handled one at a time.
 *
 * <p>Use a {@link GenServer} for state that several processes share and that must survive its
 * users. Do not use one to organise code: a function that needs no state of its own is a method,
 * and a process around it is a bottleneck.
 *
 * {@snippet :
 * ServerRef<Counter.Message> counter = Counter.startLink().orElseThrow();
 * counter.cast(new Increment(2));
 * long count = counter.call(new Get());
 * }
 */
@NullMarked
package dev.erloom.server;

import org.jspecify.annotations.NullMarked;
