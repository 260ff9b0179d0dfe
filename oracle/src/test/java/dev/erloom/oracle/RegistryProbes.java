// SPDX-License-Identifier: Apache-2.0
package dev.erloom.oracle;

import static dev.erloom.oracle.Trace.awaitEnd;
import static dev.erloom.oracle.Trace.caught;
import static dev.erloom.oracle.Trace.caughtQuiet;
import static dev.erloom.oracle.Trace.mailbox;
import static dev.erloom.oracle.Trace.reason;
import static dev.erloom.process.ExitReason.KILL;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.self;

import dev.erloom.process.Pid;
import dev.erloom.process.ProcessInfo;
import dev.erloom.process.Processes;
import dev.erloom.process.Ref;
import dev.erloom.registry.RegisterResult;
import dev.erloom.registry.Registry;
import dev.erloom.registry.RegistryEvent;
import dev.erloom.sys.Sys;
import java.util.List;

/** Section 23. */
final class RegistryProbes {
    private RegistryProbes() {}

    static void add(Section section) {
        section.probe("RG-2", RegistryProbes::register);
        section.probe(
                "RG-4",
                trace -> {
                    Registry<Object, Object> registry = unique("rg4");
                    registry.register(1, "a");
                    trace.say(registry.lookup(1.0));
                    trace.say(kind(registry.register(1.0, "b")));
                });
        section.probe("RG-5", RegistryProbes::unregister);
        section.probe("RG-6", RegistryProbes::links);
        section.probe("RG-7", RegistryProbes::partitionEnds);
        section.probe("RG-8 RG-19", RegistryProbes::holderEnds);
        section.probe(
                "RG-8 whereis",
                trace -> {
                    Registry<Object, Object> registry = unique("rg8b");
                    Actor holder = Actor.start();
                    trace.role(holder.pid(), "holder");
                    holder.ask(() -> registry.register("d", 1));
                    trace.say(registry.whereis("d"));
                    holder.pid().exit(KILL);
                    awaitEnd(holder.pid());
                    trace.say(registry.whereis("d"));
                });
        section.probe("RG-9", RegistryProbes::keysAndValues);
        section.probe("RG-10", RegistryProbes::update);
        section.probe(
                "RG-11",
                trace -> {
                    Registry<Object, Object> registry = duplicate("rg11");
                    trace.say(
                            caughtQuiet(() -> registry.dispatch("none", _ -> trace.say("called"))));
                    registry.register("k", 1);
                    registry.register("k", 2);
                    trace.say(
                            caughtQuiet(() ->
                                    registry.dispatch(
                                            "k", entries -> trace.say(List.copyOf(entries)))));
                });
        section.probe(
                "RG-16",
                trace -> {
                    Registry<Object, Object> none = Registry.unique("no_registry");
                    trace.say(caught(() -> none.lookup("k")));
                    trace.say(caught(() -> none.register("k", 1)));
                });
        section.probe("RG-26", RegistryProbes::listeners);
    }

    private static Registry<Object, Object> unique(String name) {
        return Registry.startLink(Registry.<Object, Object>unique(name)).orElseThrow();
    }

    private static Registry<Object, Object> duplicate(String name) {
        return Registry.startLink(Registry.<Object, Object>duplicate(name)).orElseThrow();
    }

    private static Object shown(RegisterResult result) {
        return switch (result) {
            case RegisterResult.Ok(Pid partition) -> Tuple.of("ok", partition);
            case RegisterResult.AlreadyRegistered(Pid pid) ->
                    Tuple.of("error", Tuple.of("already_registered", pid));
        };
    }

    private static Object kind(RegisterResult result) {
        return result instanceof RegisterResult.Ok ? "ok" : "error";
    }

    private static void register(Trace trace) {
        Registry<Object, Object> registry = unique("rg2");
        trace.say(kind(registry.register("k", 1)));
        trace.say(shown(registry.register("k", 2)));
        Actor other = Actor.start();
        trace.role(other.pid(), "other");
        trace.say(shown(other.ask(() -> registry.register("k", 3))));
        trace.say(kind(other.ask(() -> registry.register("k2", 3))));
        trace.say(shown(registry.register("k2", 4)));
        trace.say(registry.lookup("k"));
    }

    private static void unregister(Trace trace) {
        Registry<Object, Object> registry = duplicate("rg5");
        Actor other = Actor.start();
        trace.role(other.pid(), "other");
        registry.register("k", 1);
        registry.register("k", 2);
        other.ask(() -> registry.register("k", 3));
        trace.say(caughtQuiet(() -> registry.unregister("k")));
        trace.say(caughtQuiet(() -> registry.unregister("k")));
        trace.say(registry.lookup("k"));
    }

    private static void links(Trace trace) {
        Registry<Object, Object> registry = unique("rg6");
        Pid partition = registry.register("z", 1).orElseThrow();
        registry.register("y", 1);
        trace.say(isLinked(partition));
        registry.unregister("z");
        trace.say(isLinked(partition));
        registry.unregister("y");
        trace.say(isLinked(partition));
    }

    private static boolean isLinked(Pid pid) {
        return ProcessInfo.of(self()).orElseThrow().links().contains(pid);
    }

    private static void partitionEnds(Trace trace) {
        Registry<Object, Object> registry = unique("rg7");
        Actor holder = Actor.start();
        Pid partition = holder.ask(() -> registry.register("z", 1)).orElseThrow();
        Ref holderEnds = monitor(holder.pid());
        Ref partitionEnds = monitor(partition);
        partition.exit(KILL);
        trace.say(List.of(reason(holderEnds), reason(partitionEnds)));
        registry.partitions();
        trace.say(registry.lookup("z"));
    }

    private static void holderEnds(Trace trace) {
        Registry<Object, Object> registry = unique("rg8");
        Actor holder = Actor.start();
        trace.role(holder.pid(), "holder");
        holder.ask(() -> registry.register("d", 1));
        holder.ask(() -> registry.register("e", 2));
        trace.say(List.of(registry.lookup("d"), registry.lookup("e")));
        trace.say(registry.count());
        holder.pid().exit(KILL);
        awaitEnd(holder.pid());
        registry.partitions().forEach(Sys::getState); // after its EXIT: they have tidied up
        trace.say(List.of(registry.lookup("d"), registry.lookup("e")));
        trace.say(registry.count());
        trace.say(registry.keys(holder.pid()));
    }

    private static void keysAndValues(Trace trace) {
        Registry<Object, Object> registry = duplicate("rg9");
        registry.register("k", 1);
        registry.register("k", 2);
        trace.say(registry.keys(self()));
        trace.say(values(registry, self()));
        trace.say(
                List.of(
                        registry.count(),
                        registry.countMatch("k", entry -> Integer.valueOf(1).equals(entry.value())),
                        registry.countMatch(
                                "k", entry -> Integer.valueOf(3).equals(entry.value()))));
        Pid nobody = Actor.start().pid();
        trace.say(List.of(registry.keys(nobody), values(registry, nobody)));
    }

    private static List<Tuple> values(Registry<Object, Object> registry, Pid pid) {
        return registry.values("k", pid).stream().map(entry -> Tuple.of(entry.value())).toList();
    }

    private static void update(Trace trace) {
        Registry<Object, Integer> registry =
                Registry.startLink(Registry.<Object, Integer>unique("rg10")).orElseThrow();
        registry.register("k", 1);
        trace.say(shown(registry, "k", 10));
        trace.say(caught(() -> shown(registry, "zz", 0)));
        trace.say(Actor.start().ask(() -> shown(registry, "k", 0)));
        trace.say(registry.lookup("k"));
        Registry<Object, Integer> many =
                Registry.startLink(Registry.<Object, Integer>duplicate("rg10d")).orElseThrow();
        many.register("k", 1);
        trace.say(caught(() -> shown(many, "k", 0)));
    }

    private static Object shown(Registry<Object, Integer> registry, Object key, int more) {
        return registry.updateValue(key, old -> (old == null ? 0 : old) + more)
                .map(updated -> Tuple.of(updated.newValue(), updated.oldValue()));
    }

    private static void listeners(Trace trace) {
        Processes.register("rg26");
        Registry<Object, Object> registry =
                Registry.startLink(
                                Registry.<Object, Object>unique("rg26_registry"),
                                with -> with.listener("rg26"))
                        .orElseThrow();
        registry.register("k", 1);
        registry.unregister("k");
        Actor other = Actor.start();
        trace.role(other.pid(), "other");
        other.ask(() -> registry.register("k2", 9));
        other.pid().exit(KILL);
        awaitEnd(other.pid());
        registry.register("last", 2);
        trace.say(mailbox().stream().map(RegistryProbes::shown).toList());
    }

    private static Object shown(Object message) {
        return switch (message) {
            case RegistryEvent.Registered(String registry, Object key, Pid pid, Object value) ->
                    Tuple.of("register", registry, key, pid, value);
            case RegistryEvent.Unregistered(String registry, Object key, Pid pid) ->
                    Tuple.of("unregister", registry, key, pid);
            default -> message;
        };
    }
}
