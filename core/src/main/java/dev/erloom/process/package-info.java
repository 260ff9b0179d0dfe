// SPDX-License-Identifier: Apache-2.0

/**
 * Processes: mailboxes, selective receive, links, monitors, exit signals, names and timers.
 *
 * <p>Use it directly for processes that wait for several kinds of messages at once. For a process
 * that keeps a state and answers requests take {@link dev.erloom.server.GenServer}.
 *
 * {@snippet :
 * Node.main(() -> {
 *     Pid parent = self();
 *     spawn(() -> parent.send("hello from " + self()));
 *     IO.println(receive(String.class));
 * });
 * }
 *
 * <p>A null argument is a {@link NullPointerException} unless its description says otherwise.
 */
@NullMarked
package dev.erloom.process;

import org.jspecify.annotations.NullMarked;
