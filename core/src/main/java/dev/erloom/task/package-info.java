// SPDX-License-Identifier: Apache-2.0

/**
 * Tasks: one computation in a process of its own, and streams of them.
 *
 * <p>Use a {@link Task} to do several things at once and wait for the results, and {@link
 * Task#asyncStream} for a bounded number of them at a time. Do not use one for what goes on for
 * long or keeps a state: that is a {@link dev.erloom.server.GenServer} under a supervisor.
 *
 * {@snippet :
 * Task<String> left = Task.async(() -> fetch(one));
 * Task<String> right = Task.async(() -> fetch(other));
 * String both = left.await() + right.await(Duration.ofSeconds(30));
 * }
 *
 * <p>A null argument is a {@link NullPointerException} unless its description says otherwise. The
 * value of a task may be null.
 */
@NullMarked
package dev.erloom.task;

import org.jspecify.annotations.NullMarked;
