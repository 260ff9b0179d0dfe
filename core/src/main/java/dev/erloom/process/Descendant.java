// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.util.List;
import java.util.Objects;

/**
 * A body that knows where its process comes from, OTP's {@code proc_lib:spawn_opt}: it has
 * ancestors, the processes on whose behalf it runs, and a name for reports. Its failure makes a
 * crash report. Every function that spawns takes it; {@link ProcLib#ancestors()} and {@link
 * ProcLib#callers()} are what the process sees of it.
 *
 * <p>Immutable. It is made by the process that spawns it, which becomes the first ancestor.
 */
public final class Descendant implements ProcessBody, Kin {
    private final ProcessBody body;
    private final String initialCall;
    private final List<Object> ancestors;
    private final List<Pid> callers;
    private final boolean reported;

    private Descendant(
            ProcessBody body,
            String initialCall,
            List<Object> ancestors,
            List<Pid> callers,
            boolean reported) {
        this.body = body;
        this.initialCall = initialCall;
        this.ancestors = ancestors;
        this.callers = callers;
        this.reported = reported;
    }

    /**
     * Makes the body of a child of the calling process; of the node's root, when the caller is no
     * process.
     *
     * @param initialCall what the body is called in reports
     * @throws IllegalStateException when the caller is no process and there is no default node
     */
    public static Descendant of(ProcessBody body, String initialCall) {
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(initialCall, "initialCall");
        ProcessImpl me = ProcessImpl.currentOrNull();
        List<Object> ancestors = ProcLib.ancestors(me == null ? NodeImpl.current().root() : me);
        return new Descendant(body, initialCall, ancestors, List.of(), true);
    }

    /** {@return this body, run on behalf of {@code callers}, the nearest first} */
    public Descendant callers(List<Pid> callers) {
        return new Descendant(body, initialCall, ancestors, List.copyOf(callers), reported);
    }

    /** {@return this body without a crash report, for one that reports its failures itself} */
    public Descendant unreported() {
        return new Descendant(body, initialCall, ancestors, callers, false);
    }

    @Override
    public void run() throws Exception {
        body.run();
    }

    @Override
    public List<Object> ancestors() {
        return ancestors;
    }

    @Override
    public List<Pid> callers() {
        return callers;
    }

    @Override
    public String initialCall() {
        return initialCall;
    }

    @Override
    public boolean isReported() {
        return reported;
    }
}
