// SPDX-License-Identifier: Apache-2.0
package dev.erloom.supervisor;

import dev.erloom.process.Pid;

/** One child of a static supervisor, changed by its {@link ChildTable} only. */
final class Child {
    private ChildSpec spec;
    private ChildStatus status = new ChildStatus.Stopped();

    Child(ChildSpec spec) {
        this.spec = spec;
    }

    ChildSpec spec() {
        return spec;
    }

    String id() {
        return spec.id();
    }

    ChildStatus status() {
        return status;
    }

    boolean isStopped() {
        return status instanceof ChildStatus.Stopped;
    }

    /** {@return what this child counts for when all significant children have to be gone} */
    int significance() {
        return spec.isSignificant() && !isStopped() ? 1 : 0;
    }

    /** {@return whether its process lives, as far as this node can know} */
    boolean isAlive() {
        return status instanceof ChildStatus.Running(Pid pid) && (!pid.isLocal() || pid.isAlive());
    }

    void started(Pid pid, Object handle) {
        spec = spec.started(handle);
        status = new ChildStatus.Running(pid);
    }

    void status(ChildStatus status) {
        this.status = status;
    }

    ChildInfo info() {
        return new ChildInfo(spec.id(), status, spec.type());
    }

    @Override
    public String toString() {
        return switch (status) {
            case ChildStatus.Running(Pid pid) -> spec + ", running as " + pid;
            case ChildStatus.Restarting() -> spec + ", restarting";
            case ChildStatus.Stopped() -> spec + ", stopped";
        };
    }
}
