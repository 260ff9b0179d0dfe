// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one process looked like at one moment, from any thread and without disturbing it.
 *
 * <p>It shows the effect of every signal that the asking process has sent before.
 *
 * @param pid the process
 * @param status what it does
 * @param registeredName its name on its node
 * @param label what it calls itself, see {@link Processes#setLabel}
 * @param initialCall what it runs: the class of the body of a plain process, {@code Class.init} of
 *     a behaviour
 * @param parent who started it; for one that an ordinary thread started, its node's root
 * @param ancestors the pids or names of those it descends from, its parent first; empty for a plain
 *     process
 * @param links the processes it is linked to
 * @param monitors what it watches: a pid, or the name it was watched by
 * @param monitoredBy the processes that watch it
 * @param trapsExits whether exit signals become messages
 * @param messageQueueLength how many messages wait
 * @param dictionary a copy of its dictionary
 * @param currentStack where its thread is, the innermost frame first
 * @otp erlang:process_info/1
 */
public record ProcessInfo(
        Pid pid,
        Status status,
        Optional<String> registeredName,
        Optional<Object> label,
        String initialCall,
        Optional<Pid> parent,
        List<Object> ancestors,
        List<Pid> links,
        List<Address> monitors,
        List<Pid> monitoredBy,
        boolean trapsExits,
        int messageQueueLength,
        Map<Object, Object> dictionary,
        List<StackTraceElement> currentStack) {

    /** What a process does. */
    public enum Status {
        /** It runs, waits for a turn to run, or waits for something that is not of this library. */
        RUNNING,
        /** It waits in a receive, a call or another wait of this library. */
        WAITING
    }

    /** Makes the description; collections are copied. */
    public ProcessInfo {
        ancestors = List.copyOf(ancestors);
        links = List.copyOf(links);
        monitors = List.copyOf(monitors);
        monitoredBy = List.copyOf(monitoredBy);
        dictionary = Map.copyOf(dictionary);
        currentStack = List.copyOf(currentStack);
    }

    /**
     * Looks at a process.
     *
     * @return empty when it is dead; for one that is ending it waits until its name and timers are
     *     released, and is empty
     * @throws IllegalArgumentException when the process belongs to another node
     * @otp erlang:process_info/1
     */
    public static Optional<ProcessInfo> of(Pid pid) {
        return pid.isAlive() && pid.process != null
                ? Optional.ofNullable(of(pid.process))
                : Optional.empty();
    }

    /**
     * Copies the mailbox of a process, oldest message first. While the process takes messages the
     * copy is only about right; one that it is testing at the moment is left out.
     *
     * @return empty when it is dead, or nothing waits
     * @throws IllegalArgumentException when the process belongs to another node
     * @otp erlang:process_info/2
     */
    public static List<Object> messages(Pid pid) {
        return pid.isAlive() && pid.process != null
                ? pid.process.mailbox.messages().stream().map(ExternalTerm::bare).toList()
                : List.of();
    }

    private static @Nullable ProcessInfo of(ProcessImpl process) {
        ProcessBody body = process.body();
        if (body == null) {
            return null;
        }
        Status status = process.isWaiting() ? Status.WAITING : Status.RUNNING;
        List<StackTraceElement> stack = List.of(process.thread().getStackTrace());
        synchronized (process) {
            Relations ties = process.relationsOrNull();
            return new ProcessInfo(
                    process.pid,
                    status,
                    Optional.ofNullable(process.registeredName()),
                    Optional.ofNullable(process.label()),
                    body instanceof Kin kin ? kin.initialCall() : body.getClass().getName(),
                    Optional.ofNullable(process.parent()),
                    body instanceof Kin kin ? kin.ancestors() : List.of(),
                    ties == null ? List.of() : ties.openLinks(),
                    ties == null ? List.of() : ties.monitored(),
                    ties == null ? List.of() : ties.watchers(),
                    process.trapsExits(),
                    process.mailbox.size(),
                    process.dictionaryCopy(),
                    stack);
        }
    }
}
