// SPDX-License-Identifier: Apache-2.0
package dev.erloom.pg;

import dev.erloom.process.Pid;
import dev.erloom.process.Ref;
import java.util.List;

/**
 * The two results of {@link Pg#monitor}.
 *
 * @param ref what the coming {@link GroupEvent}s carry
 * @param members who was in the group when they began; immutable
 */
public record GroupMonitor(Ref ref, List<Pid> members) {}
