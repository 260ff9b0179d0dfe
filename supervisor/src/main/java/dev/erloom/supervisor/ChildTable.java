// SPDX-License-Identifier: Apache-2.0
package dev.erloom.supervisor;

import dev.erloom.process.Pid;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedCollection;
import org.jspecify.annotations.Nullable;

/**
 * The children of one supervisor in start order, found by id and by pid in constant time. Owned by
 * the supervisor's process.
 */
final class ChildTable {
    private final LinkedHashMap<String, Child> byId = new LinkedHashMap<>();
    private final Map<Pid, Child> byPid = new HashMap<>();
    private int significant;

    /** Adds the youngest child; its id is new. */
    void add(Child child) {
        byId.put(child.id(), child);
    }

    @Nullable Child byId(String id) {
        return byId.get(id);
    }

    @Nullable Child byPid(Pid pid) {
        return byPid.get(pid);
    }

    /** {@return the children, the oldest first; a view} */
    SequencedCollection<Child> inStartOrder() {
        return byId.sequencedValues();
    }

    /** {@return whether a significant child runs or is about to be restarted} */
    boolean hasSignificant() {
        return significant > 0;
    }

    /** A child runs. */
    void started(Child child, Pid pid, Object handle) {
        leave(child);
        child.started(pid, handle);
        byPid.put(pid, child);
        significant += child.significance();
    }

    /** A child failed to restart and will be tried again. */
    void restarting(Child child) {
        leave(child);
        child.status(new ChildStatus.Restarting());
        significant += child.significance();
    }

    /** A child does not run. A temporary one is forgotten. */
    void stopped(Child child) {
        leave(child);
        child.status(new ChildStatus.Stopped());
        if (child.spec().restart() == Restart.TEMPORARY) {
            remove(child);
        }
    }

    /** Forgets a child that does not run. */
    void remove(Child child) {
        byId.remove(child.id(), child);
    }

    private void leave(Child child) {
        significant -= child.significance();
        if (child.status() instanceof ChildStatus.Running(Pid pid)) {
            byPid.remove(pid, child);
        }
    }

    @Override
    public String toString() {
        return byId.size() + " children, " + byPid.size() + " running";
    }
}
