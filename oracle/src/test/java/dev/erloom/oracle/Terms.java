// SPDX-License-Identifier: Apache-2.0
package dev.erloom.oracle;

import dev.erloom.process.Atom;
import dev.erloom.process.Down;
import dev.erloom.process.Exit;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Pid;
import dev.erloom.process.Ref;
import dev.erloom.process.RegisteredName;
import dev.erloom.process.StartResult;
import dev.erloom.process.TaggedDown;
import dev.erloom.process.TimerFired;
import dev.erloom.registry.Entry;
import dev.erloom.server.GenServer;
import dev.erloom.statem.BadAnswer;
import dev.erloom.task.TaskReply;
import dev.erloom.task.TaskResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Java values in the normal form that {@code Oracle.norm} of {@code oracle.exs} gives to terms. */
final class Terms {
    private final Map<Pid, String> roles = new HashMap<>();
    private final Map<Ref, String> refs = new HashMap<>();
    private int processes;

    void role(Pid pid, String name) {
        roles.put(pid, name);
    }

    String text(@Nullable Object value) {
        return switch (value) {
            case null -> "nil";
            case Optional<?> maybe -> text(maybe.orElse(null));
            case Pid pid -> roles.computeIfAbsent(pid, _ -> "p" + ++processes);
            case Ref ref -> {
                String next = "r" + (refs.size() + 1);
                yield refs.computeIfAbsent(ref, _ -> next);
            }
            case Tuple(var elements) -> tuple(elements.toArray());
            case List<?> list ->
                    list.stream().map(this::text).collect(Collectors.joining(", ", "[", "]"));
            case Map<?, ?> map ->
                    map.entrySet().stream()
                            .map(entry -> text(entry.getKey()) + ": " + text(entry.getValue()))
                            .sorted()
                            .collect(Collectors.joining(", ", "%{", "}"));
            case Exit(Pid from, ExitReason reason) -> tuple("EXIT", from, reason);
            case Down(Ref ref, var object, ExitReason reason) ->
                    tuple("DOWN", ref, "process", object, reason);
            case TaggedDown(Object tag, Down(Ref ref, var object, ExitReason reason)) ->
                    tuple(tag, ref, "process", object, reason);
            case TimerFired(Ref timer, Object message) -> tuple("timeout", timer, message);
            case RegisteredName(String name, String node) -> tuple(name, node);
            case TaskReply(Ref ref, Object reply) -> tuple(ref, reply);
            case TaskResult.Ok<?>(Object ok) -> tuple("ok", ok);
            case TaskResult.Exit<?>(ExitReason reason) -> tuple("exit", reason);
            case TaskResult.Input(Object input, ExitReason reason) -> tuple(input, reason);
            case Entry<?, ?> entry -> tuple(entry.pid(), entry.value());
            case ExitReason reason -> reason(reason);
            case StartResult<?> result -> start(result);
            case GenServer.Timeout _ -> "timeout";
            case Throwable _ -> "error";
            case String text -> text;
            case Atom atom -> atom.name();
            case Number number -> number.toString();
            case Boolean bool -> bool.toString();
            default ->
                    throw new IllegalArgumentException(
                            "no normal form of " + value.getClass() + ": make it a Tuple");
        };
    }

    private String tuple(@Nullable Object... elements) {
        return Stream.of(elements).map(this::text).collect(Collectors.joining(", ", "{", "}"));
    }

    private String reason(ExitReason reason) {
        return switch (reason) {
            case ExitReason.Other(BadAnswer answer) ->
                    answer.toString().replace(", " + answer.value() + "}", ", _}");
            case ExitReason.Other(Object term) -> text(term);
            case ExitReason.ShutdownWith(Object detail) -> tuple("shutdown", detail);
            case ExitReason.NodeDown(String node) -> tuple("nodedown", node);
            case ExitReason.CallFailed(ExitReason why, _, _, _) -> tuple(why, "call");
            case ExitReason.TaskFailed(ExitReason why, _, _) -> tuple(why, "call");
            case ExitReason.BadReturnValue _ -> "{bad_return_value, _}";
            case ExitReason.Crash _ -> "error";
            case ExitReason.Normal _,
                    ExitReason.Shutdown _,
                    ExitReason.Kill _,
                    ExitReason.Killed _,
                    ExitReason.NoProc _,
                    ExitReason.NoConnection _,
                    ExitReason.Timeout _,
                    ExitReason.CallingSelf _ ->
                    reason.toString();
        };
    }

    private String start(StartResult<?> result) {
        return switch (result) {
            case StartResult.Started(Pid pid, _) -> tuple("ok", pid);
            case StartResult.Ignored() -> "ignore";
            case StartResult.AlreadyStarted(Pid pid) ->
                    tuple("error", Tuple.of("already_started", pid));
            case StartResult.Failed(ExitReason reason) -> tuple("error", reason);
        };
    }
}
