// SPDX-License-Identifier: Apache-2.0
package dev.erloom.pg;

import dev.erloom.process.Pid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who is in which group of a scope, pg.erl's state and table in one. It decides, and sends nothing;
 * each change is returned, to be told to who wants to know.
 *
 * <p>The members of this node are kept by process, those of others by the scope process that told
 * of them: it is the whole knowledge of that peer which is replaced, or goes. Changed by the scope
 * process only; {@code groups} is what everybody reads.
 */
final class Membership {
    private final ConcurrentHashMap<Object, Members> groups = new ConcurrentHashMap<>();

    /** The groups of each local process, one as often as it is in it. */
    private final Map<Pid, List<Object>> local = new HashMap<>();

    private final Map<Pid, Map<Object, List<Pid>>> remote = new HashMap<>();

    /** Some processes have joined or left a group. */
    record Change(Kind kind, Object group, List<Pid> pids) {
        enum Kind {
            JOIN,
            LEAVE
        }
    }

    // For any thread

    Members of(Object group) {
        return groups.getOrDefault(group, Members.NONE);
    }

    Set<Map.Entry<Object, Members>> all() {
        return groups.entrySet();
    }

    // This node's

    /** {@return whether {@code pid} is in any group} */
    boolean isMember(Pid pid) {
        return local.containsKey(pid);
    }

    List<Change> joinLocal(Object group, List<Pid> pids) {
        if (pids.isEmpty()) {
            return List.of();
        }
        pids.forEach(pid -> local.computeIfAbsent(pid, _ -> new ArrayList<>(1)).add(group));
        groups.put(group, of(group).withLocal(pids));
        return List.of(new Change(Change.Kind.JOIN, group, pids));
    }

    /** Takes each process out as often as it is named and there; no change when none was there. */
    List<Change> leaveLocal(Object group, List<Pid> pids) {
        List<Pid> leaving = Members.both(of(group).local(), pids);
        if (leaving.isEmpty()) {
            return List.of();
        }
        for (Pid pid : leaving) {
            local.computeIfPresent(
                    pid, (_, mine) -> mine.remove(group) && mine.isEmpty() ? null : mine);
        }
        put(group, of(group).withoutLocal(leaving));
        return List.of(new Change(Change.Kind.LEAVE, group, leaving));
    }

    /** A local process has ended: it leaves every group, as often as it is in it. */
    List<Change> ended(Pid pid) {
        List<Object> mine = local.remove(pid);
        if (mine == null) {
            return List.of();
        }
        List<Change> changes = new ArrayList<>();
        for (Object group : mine) {
            put(group, of(group).withoutLocal(List.of(pid)));
            changes.add(new Change(Change.Kind.LEAVE, group, List.of(pid)));
        }
        return changes;
    }

    /** {@return the members of this node in each group: what a peer is told that asks} */
    Map<Object, List<Pid>> localGroups() {
        Map<Object, List<Pid>> found = new HashMap<>();
        groups.forEach((group, members) -> {
            if (!members.local().isEmpty()) {
                found.put(group, members.local());
            }
        });
        return found;
    }

    // Those of other nodes, by the scope process that tells of them

    /** {@return the scope processes of other nodes} */
    Set<Pid> peers() {
        return Set.copyOf(remote.keySet());
    }

    /** A peer is there; {@return whether that is news} */
    boolean meet(Pid peer) {
        return remote.putIfAbsent(peer, new HashMap<>()) == null;
    }

    /** Replaces all that is known of a peer by what it says itself. */
    List<Change> sync(Pid peer, Map<Object, List<Pid>> now) {
        Map<Object, List<Pid>> before = remote.getOrDefault(peer, Map.of());
        List<Change> changes = new ArrayList<>();
        before.forEach((group, pids) ->
                leave(group, Members.minus(pids, now.getOrDefault(group, List.of())), changes));
        now.forEach((group, pids) ->
                join(group, Members.minus(pids, before.getOrDefault(group, List.of())), changes));
        remote.put(peer, new HashMap<>(now));
        return changes;
    }

    /** What a peer says that is not known, any more or yet, is not counted. */
    List<Change> joinRemote(Pid peer, Object group, List<Pid> pids) {
        Map<Object, List<Pid>> theirs = remote.get(peer);
        List<Change> changes = new ArrayList<>();
        if (theirs != null && !pids.isEmpty()) {
            theirs.merge(group, List.copyOf(pids), Members::plus);
            join(group, pids, changes);
        }
        return changes;
    }

    List<Change> leaveRemote(Pid peer, List<Pid> pids, List<Object> from) {
        Map<Object, List<Pid>> theirs = remote.get(peer);
        List<Change> changes = new ArrayList<>();
        if (theirs != null) {
            for (Object group : from) {
                List<Pid> there = theirs.getOrDefault(group, List.of());
                leave(group, Members.both(there, pids), changes);
                theirs.computeIfPresent(
                        group,
                        (_, some) -> {
                            List<Pid> rest = Members.minus(some, pids);
                            return rest.isEmpty() ? null : rest;
                        });
            }
        }
        return changes;
    }

    /** A peer is lost, and with it all that it told. */
    List<Change> lose(Pid peer) {
        List<Change> changes = new ArrayList<>();
        Map<Object, List<Pid>> theirs = remote.remove(peer);
        if (theirs != null) {
            theirs.forEach((group, pids) -> leave(group, pids, changes));
        }
        return changes;
    }

    private void join(Object group, List<Pid> pids, List<Change> changes) {
        if (!pids.isEmpty()) {
            groups.put(group, of(group).withRemote(pids));
            changes.add(new Change(Change.Kind.JOIN, group, List.copyOf(pids)));
        }
    }

    private void leave(Object group, List<Pid> pids, List<Change> changes) {
        if (!pids.isEmpty()) {
            put(group, of(group).withoutRemote(pids));
            changes.add(new Change(Change.Kind.LEAVE, group, pids));
        }
    }

    private void put(Object group, Members members) {
        if (members.isEmpty()) {
            groups.remove(group);
        } else {
            groups.put(group, members);
        }
    }
}
