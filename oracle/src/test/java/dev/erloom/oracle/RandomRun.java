// SPDX-License-Identifier: Apache-2.0
package dev.erloom.oracle;

import dev.erloom.oracle.RandomProgram.Step;
import dev.erloom.process.Address;
import dev.erloom.process.AliasMode;
import dev.erloom.process.Down;
import dev.erloom.process.Exit;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Match;
import dev.erloom.process.MonitorOptions;
import dev.erloom.process.Node;
import dev.erloom.process.Pid;
import dev.erloom.process.ProcessBody;
import dev.erloom.process.ProcessInfo;
import dev.erloom.process.Processes;
import dev.erloom.process.Processes.Spawned;
import dev.erloom.process.Ref;
import dev.erloom.process.RegisteredName;
import dev.erloom.testing.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs one random program on Erloom; the same as {@code random.exs} on the BEAM.
 *
 * <p>The process that runs this coordinates: it lets the actors act one by one, and waits until
 * what they did has had its effects. What one process tells several others may reach them in any
 * order; after each step every one of them is asked whether it lives, which is answered behind
 * everything that was sent to it, and again when one has died, until none has.
 */
final class RandomRun {
    private final Terms terms = new Terms();
    private final Map<Integer, Pid> processes = new HashMap<>();
    private final Map<Pid, Integer> indexes = new HashMap<>();
    private final Map<Integer, Ref> watches = new HashMap<>();
    private final SortedMap<Integer, Pid> alive = new TreeMap<>();
    private final Map<Integer, ExitReason> seen = new HashMap<>();
    private final Map<String, Ref> refs = new HashMap<>();
    private final Map<Ref, String> numbers = new HashMap<>();
    private final Map<String, String> targets = new HashMap<>();
    private final Map<String, Named> named = new HashMap<>();

    private RandomRun() {}

    /** What the coordinator says to the others; everything else stays in their mailboxes. */
    private sealed interface Order {}

    private record Run(Pid from, Object id, Callable<?> what) implements Order {}

    private record Finish(ProcessBody how) implements Order {}

    private record Go() implements Order {}

    private record Look(Pid from, Object id) implements Order {}

    private record Answer(Object id, @Nullable Object value) {}

    private record Up(int index, Pid pid) {}

    /** A monitor that was made by name. */
    private record Named(int owner, int target) {}

    /** A message of a program. */
    private record Message(int from, int number) {}

    /** {@return what can be observed of a program, one text for each step} */
    static List<String> run(RandomProgram program) {
        try (Node node = Node.start(with -> with.clock(new ManualClock()))) {
            return node.call(() -> new RandomRun().observe(program));
        }
    }

    private List<String> observe(RandomProgram program) {
        Pid me = Processes.self();
        for (int i = 0; i < RandomProgram.STARTERS; i++) {
            int index = i;
            Processes.spawn(() -> child(me, index));
            awaitUp(index);
        }
        List<String> observed = program.steps().stream().map(this::step).toList();
        alive.values().forEach(pid -> pid.exit(ExitReason.KILL));
        return observed;
    }

    private void awaitUp(int index) {
        Pid pid = Processes.receive(Up.class, up -> up.index == index).pid;
        processes.put(index, pid);
        indexes.put(pid, index);
        alive.put(index, pid);
        watches.put(index, Processes.monitor(pid));
    }

    private static void child(Pid coordinator, int index) throws Exception {
        coordinator.send(new Up(index, Processes.self()));
        while (true) {
            switch (Processes.receive(Order.class)) {
                case Run(Pid from, Object id, var what) ->
                        from.send(new Answer(id, valueOrError(what)));
                case Look(Pid from, Object id) -> from.send(new Answer(id, mailbox()));
                case Go() -> {}
                case Finish(var how) -> {
                    how.run();
                    return;
                }
            }
        }
    }

    private static @Nullable Object valueOrError(Callable<?> what) throws Exception {
        try {
            return what.call();
        } catch (IllegalArgumentException _) {
            return "error";
        }
    }

    /**
     * The messages of the calling process, which stay where they are. Seen from outside the one
     * that it is testing at the moment would be left out.
     */
    private static List<Object> mailbox() {
        List<Object> seen = new ArrayList<>();
        Function<Object, Match<Object>> look =
                message -> {
                    seen.add(message);
                    return Match.skip();
                };
        Processes.receive(look, Duration.ZERO);
        return seen;
    }

    private String step(Step step) {
        String number = String.valueOf(step.number());
        if (!alive.containsKey(step.actor()) || !step.arguments().stream().allMatch(this::known)) {
            return number + "|-|||";
        }
        String result = perform(step);
        SortedMap<Integer, ExitReason> deaths = settle();
        return String.join(
                "|",
                number,
                alive.containsKey(step.actor()) ? result : "died",
                deaths.entrySet().stream()
                        .map(death -> death.getKey() + " " + terms.text(death.getValue()))
                        .collect(Collectors.joining(";")),
                mailboxes(),
                RandomProgram.NAMES.stream()
                        .map(name -> text(Processes.whereis(name)))
                        .collect(Collectors.joining(" ")));
    }

    private boolean known(String argument) {
        return switch (argument.charAt(0)) {
            case 'p' -> processes.containsKey(index(argument));
            case 'm' -> refs.containsKey(argument.substring(1));
            default -> true;
        };
    }

    private SortedMap<Integer, ExitReason> settle() {
        SortedMap<Integer, ExitReason> deaths = new TreeMap<>();
        while (true) {
            List<Integer> dead =
                    alive.entrySet().stream()
                            .filter(entry -> !entry.getValue().isAlive())
                            .map(Map.Entry::getKey)
                            .toList();
            if (dead.isEmpty() && !deaths.isEmpty()) {
                alive.forEach(this::awaitTold);
            }
            if (dead.isEmpty()) {
                return deaths;
            }
            for (int index : dead) {
                if (!seen.containsKey(index)) {
                    awaitDeath(index);
                }
                deaths.put(index, Objects.requireNonNull(seen.get(index)));
                alive.remove(index);
            }
        }
    }

    /**
     * Waits until a live process has heard of every death among those it monitors. Who hears first
     * is open, and nothing announces that all have: so this looks again and again.
     */
    private void awaitTold(int index, Pid pid) {
        long living =
                named.values().stream()
                        .filter(by -> by.owner == index && by.target != index)
                        .filter(by -> alive.containsKey(by.target))
                        .count();
        while (!isTold(ProcessInfo.of(pid).orElseThrow().monitors(), living)) {
            Thread.yield();
        }
    }

    private boolean isTold(List<Address> monitors, long named) {
        return monitors.stream().filter(RegisteredName.class::isInstance).count() == named
                && monitors.stream().filter(Pid.class::isInstance).allMatch(alive::containsValue);
    }

    /** Makes the actor run {@code what}, and waits for its value or its death. */
    private @Nullable Object ask(int actor, Callable<?> what) {
        Object id = new Object();
        pid(actor).send(new Run(Processes.self(), id, what));
        return answer(actor, id);
    }

    private @Nullable Object answer(int actor, Object id) {
        Ref watch = watch(actor);
        Function<Object, Match<Object>> first =
                message ->
                        message instanceof Answer answer && answer.id == id
                                        || message instanceof Down down && down.isFor(watch)
                                ? Match.take(message)
                                : Match.skip();
        Object message = Processes.receive(first);
        if (message instanceof Answer(_, Object value)) {
            return value;
        }
        seen.put(actor, ((Down) message).reason());
        return "died";
    }

    /** Waits for the death of an actor; {@link #settle} tells it. */
    private void awaitDeath(int index) {
        seen.put(index, Processes.receive(watch(index)).reason());
    }

    private Ref watch(int index) {
        return Objects.requireNonNull(watches.get(index));
    }

    private Pid pid(int index) {
        return Objects.requireNonNull(processes.get(index));
    }

    private Pid pid(String argument) {
        return pid(index(argument));
    }

    private static int index(String argument) {
        return Integer.parseInt(argument.substring(1));
    }

    private Ref ref(String argument) {
        return Objects.requireNonNull(refs.get(argument.substring(1)));
    }

    private String perform(Step step) {
        List<String> with = step.arguments();
        String first = with.isEmpty() ? "" : with.getFirst();
        String last = with.isEmpty() ? "" : with.getLast();
        int actor = step.actor();
        Message message = new Message(actor, step.number());
        return switch (step.operation()) {
            case "spawn", "spawn_link", "spawn_monitor" -> start(step, index(first), null);
            case "spawn_dying", "spawn_link_dying", "spawn_monitor_dying" ->
                    start(step, index(first), reason(last));
            case "link" -> quiet(actor, () -> Processes.link(pid(first)));
            case "unlink" -> quiet(actor, () -> Processes.unlink(pid(first)));
            case "unlink_flush" -> value(actor, () -> unlinkAndFlush(pid(first)));
            case "monitor" -> monitor(step, pid(first), first.substring(1), last);
            case "monitor_name" -> {
                String target = Processes.whereis(first).map(this::index).orElse("-");
                int index = target.equals("-") ? -1 : Integer.parseInt(target);
                named.put(String.valueOf(step.number()), new Named(actor, index));
                yield monitor(step, RegisteredName.local(first), target, "no_alias");
            }
            case "demonitor", "demonitor_flush" -> demonitor(step, first);
            case "alias" -> {
                boolean once = first.equals("reply");
                keep(step, ask(actor, once ? Processes::replyAlias : Processes::alias), "-");
                yield "ok";
            }
            case "unalias" -> value(actor, () -> Processes.unalias(ref(first)));
            case "send" -> quiet(actor, () -> pid(first).send(message));
            case "send_name" -> quiet(actor, () -> RegisteredName.local(first).send(message));
            case "send_ref" -> quiet(actor, () -> ref(first).send(message));
            case "trap" -> value(actor, () -> Processes.trapExits(Boolean.parseBoolean(first)));
            case "exit_to" -> quiet(actor, () -> pid(first).exit(reason(last)));
            case "register" -> quiet(actor, () -> Node.current().register(first, pid(last)));
            case "unregister" -> quiet(actor, () -> Processes.unregister(first));
            case "whereis" -> value(actor, () -> Processes.whereis(first));
            case "receive_from" -> value(actor, () -> receiveFrom(index(first), pid(first)));
            case "alive" -> value(actor, () -> pid(first).isAlive());
            case "exit" ->
                    finish(
                            actor,
                            () -> {
                                throw Processes.exit(reason(first));
                            });
            case "crash" ->
                    finish(
                            actor,
                            () -> {
                                throw new IllegalStateException("crash");
                            });
            case "return" -> finish(actor, () -> {});
            default -> throw new IllegalArgumentException("no such operation: " + step);
        };
    }

    private String value(int actor, Callable<?> what) {
        return text(ask(actor, what));
    }

    private String quiet(int actor, ProcessBody what) {
        return value(
                actor,
                () -> {
                    what.run();
                    return "ok";
                });
    }

    private String finish(int actor, ProcessBody how) {
        pid(actor).send(new Finish(how));
        awaitDeath(actor);
        return "died";
    }

    private String start(Step step, int index, @Nullable ExitReason end) {
        Pid me = Processes.self();
        ProcessBody body =
                end == null
                        ? () -> child(me, index)
                        : () -> {
                            me.send(new Up(index, Processes.self()));
                            Processes.receive(Go.class);
                            throw Processes.exit(end);
                        };
        String how = step.operation().replace("_dying", "");
        Object made =
                ask(
                        step.actor(),
                        () ->
                                switch (how) {
                                    case "spawn" -> Processes.spawn(body);
                                    case "spawn_link" -> Processes.spawnLink(body);
                                    default -> Processes.spawnMonitor(body);
                                });
        awaitUp(index);
        if (made instanceof Spawned(_, Ref ref)) {
            keep(step, ref, String.valueOf(index));
        }
        if (end != null) {
            pid(index).send(new Go());
            awaitDeath(index);
        }
        return "ok";
    }

    private String monitor(Step step, Address object, String target, String mode) {
        AliasMode alias =
                switch (mode) {
                    case "explicit_unalias" -> AliasMode.EXPLICIT_UNALIAS;
                    case "demonitor" -> AliasMode.DEMONITOR;
                    case "reply_demonitor" -> AliasMode.REPLY_DEMONITOR;
                    default -> null;
                };
        Object ref =
                ask(
                        step.actor(),
                        () ->
                                Processes.monitor(
                                        object,
                                        with -> alias == null ? with : aliased(with, alias)));
        keep(step, ref, target);
        return ref instanceof Ref ? "ok" : text(ref);
    }

    private String demonitor(Step step, String monitor) {
        Ref ref = ref(monitor);
        boolean flush = step.operation().equals("demonitor_flush");
        Object gone =
                ask(
                        step.actor(),
                        () ->
                                flush
                                        ? Processes.demonitor(ref)
                                        : Processes.demonitorWithoutFlush(ref));
        if (Boolean.TRUE.equals(gone)) {
            named.remove(monitor.substring(1));
        }
        return text(gone);
    }

    private static MonitorOptions aliased(MonitorOptions with, AliasMode mode) {
        return with.alias(mode);
    }

    private void keep(Step step, @Nullable Object made, String target) {
        if (made instanceof Ref ref) {
            String number = String.valueOf(step.number());
            refs.put(number, ref);
            numbers.put(ref, number);
            targets.put(number, target);
        }
    }

    /**
     * OTP's idiom, which takes any exit message of the process; {@code unlinkAndFlush} does not.
     */
    private static Optional<ExitReason> unlinkAndFlush(Pid pid) {
        Processes.unlink(pid);
        return Processes.receive(Exit.class, exit -> exit.from().equals(pid), Duration.ZERO)
                .map(Exit::reason);
    }

    private static Optional<Object> receiveFrom(int index, Pid pid) {
        Function<Object, Match<Object>> ofSender =
                message ->
                        switch (message) {
                            case Message(int from, _) when from == index -> Match.take(message);
                            case Exit exit when exit.from().equals(pid) -> Match.take(message);
                            case Down down when down.object().equals(pid) -> Match.take(message);
                            default -> Match.skip();
                        };
        return Processes.receive(ofSender, Duration.ZERO);
    }

    private static ExitReason reason(String text) {
        return switch (text) {
            case "normal" -> ExitReason.NORMAL;
            case "kill" -> ExitReason.KILL;
            case "killed" -> ExitReason.KILLED;
            case "noproc" -> ExitReason.NOPROC;
            case "shutdown" -> ExitReason.SHUTDOWN;
            case "shutdown_x" -> ExitReason.shutdown("x");
            default -> ExitReason.of(text);
        };
    }

    private String mailboxes() {
        List<String> texts = new ArrayList<>();
        for (int index : alive.keySet()) {
            Object id = new Object();
            pid(index).send(new Look(Processes.self(), id));
            if (answer(index, id) instanceof List<?> messages && !messages.isEmpty()) {
                texts.add(
                        messages.stream()
                                .map(this::text)
                                .collect(Collectors.joining(";", index + ": ", "")));
            }
        }
        return String.join("/", texts);
    }

    private String index(Object pid) {
        Integer index = indexes.get(pid);
        return index == null ? "-" : index.toString();
    }

    /** Messages begin with their kind and their sender. */
    private String text(@Nullable Object value) {
        return switch (value) {
            case Optional<?> maybe -> text(maybe.orElse(null));
            case Message(int from, int number) -> "M " + from + " " + number;
            case Exit(Pid from, ExitReason reason) -> "E " + index(from) + " " + terms.text(reason);
            case Down(Ref ref, var object, ExitReason reason) -> {
                String number = numbers.getOrDefault(ref, "?");
                String of = object instanceof RegisteredName(String name, _) ? name : index(object);
                String target = targets.getOrDefault(number, "-");
                yield "D " + target + " m" + number + " " + of + " " + terms.text(reason);
            }
            case Pid pid -> "p" + index(pid);
            case null, default -> terms.text(value);
        };
    }
}
