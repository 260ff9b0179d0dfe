// SPDX-License-Identifier: Apache-2.0
package dev.erloom.pg;

import dev.erloom.process.Pid;
import dev.erloom.process.Ref;
import java.util.List;
import java.util.Map;

/**
 * The two results of {@link Pg#monitorScope}.
 *
 * @param ref what the coming {@link GroupEvent}s carry
 * @param groups every group and who was in it when they began; immutable
 */
public record ScopeMonitor(Ref ref, Map<Object, List<Pid>> groups) {}
