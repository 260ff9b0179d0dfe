// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one process of a {@link StressWorld} has done and seen, and what OTP promises it for that.
 */
final class StressLedger {
    private final ProcessImpl owner;
    private final Consumer<String> violated;
    private final Map<Ref, Watched> monitors = new HashMap<>();
    private final Map<Pid, Long> lastNotes = new HashMap<>();
    private final Map<Ref, Integer> viaAlias = new HashMap<>();
    private final Set<Ref> onceAliases = new HashSet<>();
    private final Map<Pid, Integer> exits = new HashMap<>();
    private final Set<ProcessImpl> downs = new HashSet<>();
    private final Set<Integer> cancelledTicks = new HashSet<>();
    private final Set<Integer> ticks = new HashSet<>();
    private int links;
    private int noprocs;

    /** A message of one process to another; {@code via} is the alias it was sent to, if it was. */
    record Note(Pid from, long number, @Nullable Ref via) {}

    /** The message of a timer. */
    record Tick(Pid from, int number) {}

    /** A monitor that the owner has made. */
    private static final class Watched {
        final @Nullable ProcessImpl target;
        final boolean alive;
        final @Nullable AliasMode alias;
        int fired;
        boolean removed;
        int firedAtLeast;
        int firedAtMost = 1;

        Watched(@Nullable ProcessImpl target, boolean alive, @Nullable AliasMode alias) {
            this.target = target;
            this.alive = alive;
            this.alias = alias;
        }
    }

    StressLedger(ProcessImpl owner, Consumer<String> violated) {
        this.owner = owner;
        this.violated = violated;
    }

    private void check(boolean holds, @Nullable Object... rule) {
        if (!holds) {
            StringJoiner text = new StringJoiner(" ", owner + ": ", "");
            for (Object part : rule) {
                text.add(String.valueOf(part));
            }
            violated.accept(text.toString());
        }
    }

    // What the owner did

    /**
     * A monitor was made.
     *
     * @param target what it watches; null for one that was made by name
     * @param alive whether the target was not dead after that
     */
    void monitored(
            Ref ref, @Nullable ProcessImpl target, boolean alive, @Nullable AliasMode alias) {
        monitors.put(ref, new Watched(target, alive, alias));
    }

    Set<Ref> monitors() {
        return monitors.keySet();
    }

    void demonitored(Ref ref, boolean flush, boolean wasThere) {
        Watched watched = monitors.get(ref);
        if (watched == null || watched.removed) {
            check(!wasThere, "demonitor of", ref, "said it was there");
            if (watched != null && flush) {
                watched.firedAtLeast = watched.fired;
                watched.firedAtMost = watched.fired;
            }
            return;
        }
        watched.removed = true;
        watched.firedAtMost = wasThere || flush ? watched.fired : 1;
        watched.firedAtLeast = watched.firedAtMost;
        check(!wasThere || watched.fired == 0, ref, "was there after its DOWN");
        if (!wasThere && watched.alias == AliasMode.REPLY_DEMONITOR) {
            watched.firedAtLeast = 0;
        }
    }

    void linked() {
        links++;
    }

    void onceAlias(Ref ref) {
        onceAliases.add(ref);
    }

    void cancelled(int tick, boolean wasPending) {
        if (wasPending) {
            check(!ticks.contains(tick), "tick", tick, "was pending and had fired");
            cancelledTicks.add(tick);
        }
    }

    // What the owner's mailbox held, in its order

    void arrived(Object message) {
        switch (message) {
            case Note note -> noted(note);
            case Tick tick -> ticked(tick);
            case Exit(Pid from, ExitReason reason) -> exited(from, reason);
            case Down down -> down(down);
            case TaggedDown(Object tag, Down down) -> {
                check(tag.equals("tag"), down, "has tag", tag);
                down(down);
            }
            default -> check(false, "got", message);
        }
    }

    private void noted(Note note) {
        Long before = lastNotes.put(note.from(), note.number());
        check(before == null || before < note.number(), "note", note, "came after number", before);
        Ref via = note.via();
        if (via != null) {
            viaAlias.merge(via, 1, Integer::sum);
            Watched watched = monitors.get(via);
            check(
                    watched == null
                            || watched.fired == 0
                            || watched.alias == AliasMode.EXPLICIT_UNALIAS,
                    note,
                    "came through an alias that had ended with its DOWN");
        }
    }

    private void ticked(Tick tick) {
        if (tick.from().equals(owner.pid)) {
            check(ticks.add(tick.number()), tick, "came twice");
            check(!cancelledTicks.contains(tick.number()), tick, "came though cancelled");
        }
    }

    private void exited(Pid from, ExitReason reason) {
        ProcessImpl peer = from.process;
        if (peer == null) {
            check(false, "EXIT of unknown", from);
        } else if (reason.equals(ExitReason.NOPROC)) {
            noprocs++;
            check(peer.isReleased(), "noproc from", from, "which lives");
        } else {
            checkEnd(peer, reason);
            check(exits.merge(from, 1, Integer::sum) == 1, from, "exited twice");
            check(!downs.contains(peer), "EXIT of", from, "after its DOWN");
        }
    }

    private void down(Down down) {
        Watched watched = monitors.get(down.ref());
        if (watched == null) {
            check(false, down, "of no monitor");
            return;
        }
        watched.fired++;
        check(watched.fired == 1, down, "came twice");
        check(watched.fired <= watched.firedAtMost, down, "came after demonitor");
        ProcessImpl target = watched.target;
        if (down.reason().equals(ExitReason.NOPROC)) {
            check(!watched.alive, down, "though it was monitored alive");
        } else if (target != null) {
            checkEnd(target, down.reason());
            check(target.life() == ProcessImpl.Life.DEAD, down, "of one that lives");
            downs.add(target);
        }
    }

    /** It has ended for that reason, and its name is free. */
    private void checkEnd(ProcessImpl ended, ExitReason reason) {
        check(ended.isReleased(), ended, "is told to have ended and lives");
        check(
                ended.reason().equals(reason),
                ended,
                "ended with",
                ended.reason(),
                ", told was",
                reason);
        check(!owner.node.names.containsValue(ended), ended, "is told to have ended with a name");
    }

    /** A call of {@code target} failed. */
    void callFailed(@Nullable ProcessImpl target, ExitReason why) {
        boolean fits =
                why.equals(ExitReason.TIMEOUT)
                        || why.equals(ExitReason.NOPROC)
                        || why.equals(ExitReason.CALLING_SELF)
                        || target == null
                        || (target.life() == ProcessImpl.Life.DEAD && target.reason().equals(why));
        check(fits, "call of", target, "failed with", why);
    }

    // The end of the world

    /**
     * Everybody else has ended, and all mail has arrived.
     *
     * @param linked the owner's links when the others began to end
     * @param isJudge who has not ended
     */
    void verify(Set<Pid> linked, Predicate<ProcessImpl> isJudge) {
        monitors.forEach((ref, watched) -> {
            int most = watched.firedAtMost;
            int least = watched.removed ? watched.firedAtLeast : 1;
            if (watched.target != null && isJudge.test(watched.target)) {
                most = 0;
                least = 0;
            }
            if (watched.alias == AliasMode.REPLY_DEMONITOR) {
                int replies = viaAlias.getOrDefault(ref, 0);
                check(replies + watched.fired <= 1, ref, "got its reply and DOWN");
                least -= replies;
            }
            check(
                    watched.fired >= least && watched.fired <= most,
                    ref,
                    "fired",
                    watched.fired,
                    "times, not",
                    least,
                    "to",
                    most);
        });
        onceAliases.forEach(ref ->
                check(viaAlias.getOrDefault(ref, 0) <= 1, ref, "took more than one message"));
        linked.forEach(pid ->
                check(
                        pid.process == null || isJudge.test(pid.process) || exits.containsKey(pid),
                        "no EXIT of",
                        pid));
        check(noprocs <= links, noprocs, "EXITs with noproc for", links, "links");
    }
}
