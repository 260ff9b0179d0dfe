// SPDX-License-Identifier: Apache-2.0
package dev.erloom.task;

import dev.erloom.process.Down;
import dev.erloom.process.Match;
import dev.erloom.process.Outcome;
import dev.erloom.process.Processes;
import dev.erloom.process.Ref;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The claims to several tasks of one owner, given up one by one as the results come in. */
final class Claims {

    /** One task that has ended. */
    record Ended(Task<?> task, TaskResult<Object> result) {}

    private final Map<Ref, Task<?>> byRef = new HashMap<>();
    private final Map<Outcome, Task<?>> byOutcome = new LinkedHashMap<>();

    /** Known already, and not handed out. */
    private final Deque<Ended> known = new ArrayDeque<>();

    Claims(Collection<? extends Task<?>> tasks) {
        for (Task<?> task : tasks) {
            switch (task.claim()) {
                case Claim.Mail(_, Ref ref) -> byRef.put(ref, task);
                case Claim.Held held -> byOutcome.put(held.outcome, task);
            }
        }
    }

    /** {@return the next result; null when {@code timeout} has passed} */
    @Nullable Ended next(Duration timeout) {
        return byRef.isEmpty() ? nextHeld(timeout) : nextMail(timeout);
    }

    private @Nullable Ended nextMail(Duration timeout) {
        Object message = Processes.<Object>receive(this::match, timeout).orElse(null);
        if (message == null) {
            return null;
        }
        Ref ref = message instanceof TaskReply reply ? reply.ref() : ((Down) message).ref();
        if (message instanceof TaskReply) {
            Processes.demonitor(ref);
        }
        return new Ended(Objects.requireNonNull(byRef.remove(ref)), Claim.resultOf(message));
    }

    private Match<Object> match(Object any) {
        return switch (any) {
            case TaskReply reply when byRef.containsKey(reply.ref()) -> Match.take(any);
            case Down down when byRef.containsKey(down.ref()) -> Match.take(any);
            default -> Match.skip();
        };
    }

    private @Nullable Ended nextHeld(Duration timeout) {
        if (known.isEmpty()) {
            Outcome.awaitAny(byOutcome.keySet(), timeout);
            byOutcome.forEach(this::add);
            known.forEach(ended -> byOutcome.remove(outcomeOf(ended)));
        }
        return known.poll();
    }

    private void add(Outcome outcome, Task<?> task) {
        Object result = outcome.result();
        if (result != null) {
            known.add(new Ended(task, Claim.resultOf(result)));
        }
    }

    private static Outcome outcomeOf(Ended ended) {
        return ((Claim.Held) ended.task().claim()).outcome;
    }
}
