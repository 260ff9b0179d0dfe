// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The registered names of a node. A name and its process change together under the lock of the
 * process, which its death takes too: a dead process never has a name.
 */
final class Names {
    private static final Set<String> RESERVED = Set.of("undefined", "nil", "true", "false");

    private final NodeImpl node;

    Names(NodeImpl node) {
        this.node = node;
    }

    static String check(String name) {
        if (name.isEmpty() || RESERVED.contains(name)) {
            throw new IllegalArgumentException(
                    "a registered name must not be empty or one of "
                            + RESERVED
                            + ", was \""
                            + name
                            + "\"");
        }
        return name;
    }

    void register(String name, Pid pid) {
        ProcessImpl process = pid.home == node ? pid.process : null;
        if (process == null) {
            throw refused(name, pid, "it is no process of " + node);
        }
        ProcessImpl owner = registerOrOwner(check(name), process);
        if (owner != null) {
            throw refused(name, pid, owner.pid + " has that name");
        }
    }

    /** Registers a process; returns who has the name already, or null. */
    @Nullable ProcessImpl registerOrOwner(String name, ProcessImpl process) {
        synchronized (process) {
            if (process.isGone()) {
                throw refused(name, process.pid, "it is not alive");
            }
            String other = process.registeredName();
            if (other != null) {
                throw refused(name, process.pid, "it is registered as " + other);
            }
            ProcessImpl owner = node.names.putIfAbsent(name, process);
            if (owner == null) {
                process.setName(name);
            }
            return owner;
        }
    }

    private static IllegalArgumentException refused(String name, Pid pid, String why) {
        return new IllegalArgumentException("cannot register " + pid + " as " + name + ": " + why);
    }

    void unregister(String name) {
        ProcessImpl owner = node.names.get(name);
        if (owner == null || !release(owner, name)) {
            throw new IllegalArgumentException("no process is registered as " + name);
        }
    }

    /** Frees the name of a process that ends. */
    void releaseOf(ProcessImpl process) {
        String name = process.registeredName();
        if (name != null) {
            release(process, name);
        }
    }

    private boolean release(ProcessImpl owner, String name) {
        synchronized (owner) {
            boolean had = node.names.remove(name, owner);
            if (had) {
                owner.setName(null);
            }
            return had;
        }
    }
}
