// SPDX-License-Identifier: Apache-2.0
package dev.erloom.pg;

import static dev.erloom.process.Processes.monitor;

import dev.erloom.pg.Membership.Change;
import dev.erloom.process.Down;
import dev.erloom.process.Pid;
import dev.erloom.process.Processes;
import dev.erloom.process.Published;
import dev.erloom.process.Ref;
import dev.erloom.server.Call;
import dev.erloom.server.GenServer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The process of a scope, registered under its name: all joins and leaves go through it, and it
 * watches the members of its node.
 */
record ScopeServer(String scope) implements GenServer<ScopeServer.Message, ScopeServer.State> {

    sealed interface Message {}

    record Join(Object group, List<Pid> pids) implements Message, Call<Message, Boolean> {}

    record Leave(Object group, List<Pid> pids) implements Message, Call<Message, Boolean> {}

    record MonitorGroup(Object group) implements Message, Call<Message, GroupMonitor> {}

    record MonitorScope() implements Message, Call<Message, ScopeMonitor> {}

    record Demonitor(Ref ref) implements Message, Call<Message, Boolean> {}

    /** The members, what watches each local one, and who wants to hear of changes. */
    record State(Membership membership, Map<Pid, Ref> monitors, Watchers watchers) {
        void tell(List<Change> changes) {
            changes.forEach(watchers::tell);
        }
    }

    @Override
    public Init<State> init() {
        Membership membership = new Membership();
        Published.publish(scope, membership);
        return ok(new State(membership, new HashMap<>(), new Watchers()));
    }

    @Override
    public Next<State> handle(Message message, State state) {
        return switch (message) {
            case Join join -> {
                join(join, state);
                yield reply(join, true, state);
            }
            case Leave leave -> reply(leave, leave(leave, state), state);
            case MonitorGroup group -> {
                Pid watcher = from(group).caller();
                Ref ref = monitor(watcher);
                state.watchers().addToGroup(ref, watcher, group.group());
                List<Pid> members = state.membership().of(group.group()).all();
                yield reply(group, new GroupMonitor(ref, members), state);
            }
            case MonitorScope all -> {
                Pid watcher = from(all).caller();
                Ref ref = monitor(watcher);
                state.watchers().addToScope(ref, watcher);
                yield reply(all, new ScopeMonitor(ref, everything(state)), state);
            }
            case Demonitor demonitor -> {
                boolean was = state.watchers().remove(demonitor.ref(), from(demonitor).caller());
                if (was) {
                    Processes.demonitor(demonitor.ref());
                }
                yield reply(demonitor, was, state);
            }
        };
    }

    private static void join(Join join, State state) {
        for (Pid pid : join.pids()) {
            state.monitors().computeIfAbsent(pid, Processes::monitor);
        }
        state.tell(state.membership().joinLocal(join.group(), join.pids()));
    }

    private static boolean leave(Leave leave, State state) {
        List<Change> changes = state.membership().leaveLocal(leave.group(), leave.pids());
        for (Pid pid : leave.pids()) {
            Ref watch = state.monitors().get(pid);
            if (watch != null && !state.membership().isMember(pid)) {
                state.monitors().remove(pid);
                Processes.demonitor(watch);
            }
        }
        state.tell(changes);
        return !changes.isEmpty();
    }

    private static Map<Object, List<Pid>> everything(State state) {
        Map<Object, List<Pid>> groups = new HashMap<>();
        state.membership()
                .all()
                .forEach(entry -> groups.put(entry.getKey(), entry.getValue().all()));
        return Map.copyOf(groups);
    }

    /** The end of a member, or of one who wanted to hear of changes. */
    @Override
    public Next<State> handleInfo(Object message, State state) {
        if (message instanceof Down(Ref ref, Pid pid, _) && !state.watchers().remove(ref, null)) {
            if (state.monitors().remove(pid, ref)) {
                state.tell(state.membership().ended(pid));
            }
        }
        return noReply(state);
    }
}
