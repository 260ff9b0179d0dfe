// SPDX-License-Identifier: Apache-2.0
package dev.erloom.supervisor;

import dev.erloom.process.ProcessBody;
import dev.erloom.process.StartResult;
import dev.erloom.process.Starter;
import dev.erloom.task.Task;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a child is started, restarted and shut down; immutable. Each refinement is a new
 * specification.
 */
public final class ChildSpec {
    private static final Starter<Object> FORGOTTEN = ChildSpec::startForgotten;

    private final String id;
    private final Starter<?> start;
    private final Restart restart;
    private final boolean significant;
    private final @Nullable Shutdown shutdown;
    private final @Nullable ChildType type;

    private ChildSpec(
            String id,
            Starter<?> start,
            Restart restart,
            boolean significant,
            @Nullable Shutdown shutdown,
            @Nullable ChildType type) {
        this.id = id;
        this.start = start;
        this.restart = restart;
        this.significant = significant;
        this.shutdown = shutdown;
        this.type = type;
    }

    /**
     * Makes the specification of a permanent child.
     *
     * @param id what the supervisor calls the child; unique among its children
     * @param start starts the child, in the supervisor's process, anew at each restart
     */
    public static <T> ChildSpec of(String id, Starter<T> start) {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(start, "start");
        return new ChildSpec(id, start, Restart.PERMANENT, false, null, null);
    }

    /**
     * Makes the specification of a task: a temporary child, which is not started again unless the
     * specification is refined.
     *
     * @param id what the supervisor calls the child; unique among its children
     * @param work what the task does, in a process of its own
     * @otp Task:child_spec/1
     */
    public static ChildSpec task(String id, ProcessBody work) {
        Objects.requireNonNull(work, "work");
        return of(id, () -> Task.startLink(work)).restart(Restart.TEMPORARY);
    }

    /** {@return this specification with another restart; default {@link Restart#PERMANENT}} */
    public ChildSpec restart(Restart restart) {
        Objects.requireNonNull(restart, "restart");
        return new ChildSpec(id, start, restart, significant, shutdown, type);
    }

    /**
     * {@return this specification with a limit to an orderly end, after which the child is killed;
     * default 5 s for a worker, no limit for a supervisor}
     *
     * @throws IllegalArgumentException when {@code limit} is negative
     */
    public ChildSpec shutdown(Duration limit) {
        return shutdown(new Shutdown.Timeout(limit));
    }

    /** {@return this specification with another way to end the child} */
    public ChildSpec shutdown(Shutdown how) {
        Objects.requireNonNull(how, "shutdown");
        return new ChildSpec(id, start, restart, significant, how, type);
    }

    /**
     * {@return this specification of a child whose end may end the supervisor, as {@link
     * AutoShutdown} says} Such a child must not be permanent.
     */
    public ChildSpec significant() {
        return new ChildSpec(id, start, restart, true, shutdown, type);
    }

    /**
     * {@return this specification with a type} Needed only for a supervisor whose start function
     * does not return a handle of this package.
     */
    public ChildSpec type(ChildType type) {
        Objects.requireNonNull(type, "type");
        return new ChildSpec(id, start, restart, significant, shutdown, type);
    }

    /** {@return what the supervisor calls the child} */
    public String id() {
        return id;
    }

    /**
     * {@return what starts the child} For a temporary child that runs it is forgotten, since it is
     * never started again.
     */
    public Starter<?> start() {
        return start;
    }

    /** {@return after which ends the child is started again} */
    public Restart restart() {
        return restart;
    }

    /** {@return how the child is ended} Where nothing was said, what its type has by default. */
    public Shutdown shutdown() {
        return shutdown == null ? type().defaultShutdown() : shutdown;
    }

    /** {@return whether the end of the child may end the supervisor} */
    public boolean isSignificant() {
        return significant;
    }

    /**
     * {@return the type} Where nothing was said a child is a worker until its start function has
     * returned the handle of a supervisor.
     */
    public ChildType type() {
        return type == null ? ChildType.WORKER : type;
    }

    /** {@return what a supervisor keeps of this once a start function returned {@code handle}} */
    ChildSpec started(Object handle) {
        return new ChildSpec(
                id,
                restart == Restart.TEMPORARY ? FORGOTTEN : start,
                restart,
                significant,
                shutdown,
                type == null ? ChildType.of(handle) : type);
    }

    private static StartResult<Object> startForgotten() {
        throw new IllegalStateException(
                "the start function of a temporary child is not kept: it is never started again");
    }

    /**
     * Checks what the steps of a refinement cannot.
     *
     * @throws IllegalArgumentException when the child is significant and permanent
     */
    ChildSpec checked() {
        if (significant && restart == Restart.PERMANENT) {
            throw new IllegalArgumentException(
                    "a significant child must be TRANSIENT or TEMPORARY, \""
                            + id
                            + "\" was PERMANENT");
        }
        return this;
    }

    /** {@return why a supervisor with {@code autoShutdown} cannot have this child, or null} */
    @Nullable String refusedBy(AutoShutdown autoShutdown) {
        return significant && autoShutdown == AutoShutdown.NEVER
                ? "a significant child needs autoShutdown ANY_SIGNIFICANT or ALL_SIGNIFICANT, \""
                        + id
                        + "\" was given to a supervisor with NEVER"
                : null;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ChildSpec spec
                && id.equals(spec.id)
                && start.equals(spec.start)
                && restart == spec.restart
                && significant == spec.significant
                && Objects.equals(shutdown, spec.shutdown)
                && type == spec.type;
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, start, restart, significant, shutdown, type);
    }

    @Override
    public String toString() {
        return "child \""
                + id
                + "\", restart "
                + restart
                + ", shutdown "
                + shutdown()
                + ", type "
                + type()
                + (significant ? ", significant" : "");
    }
}
