// SPDX-License-Identifier: Apache-2.0
package dev.erloom.pg;

import dev.erloom.pg.Membership.Change;
import dev.erloom.process.Pid;
import dev.erloom.process.Ref;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who wants to hear of changes: of one group, or of all of them. */
final class Watchers {
    private final Map<Ref, Pid> ofScope = new LinkedHashMap<>();
    private final Map<Object, Map<Ref, Pid>> ofGroup = new HashMap<>();
    private final Map<Ref, Object> groups = new HashMap<>();

    void addToScope(Ref ref, Pid watcher) {
        ofScope.put(ref, watcher);
    }

    void addToGroup(Ref ref, Pid watcher, Object group) {
        ofGroup.computeIfAbsent(group, _ -> new LinkedHashMap<>(2)).put(ref, watcher);
        groups.put(ref, group);
    }

    /** {@return whether {@code ref} was one of these, of {@code watcher} if that is given} */
    boolean remove(Ref ref, @Nullable Pid watcher) {
        Object group = groups.get(ref);
        Map<Ref, Pid> some = group == null ? ofScope : ofGroup.getOrDefault(group, Map.of());
        Pid found = some.get(ref);
        if (found == null || (watcher != null && !found.equals(watcher))) {
            return false;
        }
        some.remove(ref);
        if (group != null) {
            groups.remove(ref);
            if (some.isEmpty()) {
                ofGroup.remove(group);
            }
        }
        return true;
    }

    /** Sends a change to everybody who wants to hear of it. */
    void tell(Change change) {
        ofScope.forEach((ref, watcher) -> watcher.send(event(ref, change)));
        ofGroup.getOrDefault(change.group(), Map.of())
                .forEach((ref, watcher) -> watcher.send(event(ref, change)));
    }

    private static GroupEvent event(Ref ref, Change change) {
        return switch (change.kind()) {
            case JOIN -> new GroupEvent.Joined(ref, change.group(), change.pids());
            case LEAVE -> new GroupEvent.Left(ref, change.group(), change.pids());
        };
    }
}
