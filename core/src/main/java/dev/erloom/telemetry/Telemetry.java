// SPDX-License-Identifier: Apache-2.0
package dev.erloom.telemetry;

import dev.erloom.process.ExitException;
import dev.erloom.process.Node;
import dev.erloom.process.PerNode;
import dev.erloom.process.ProcLib;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;

/**
 * The events of one node and the handlers that are attached to them, after Elixir's {@code
 * telemetry}. Any thread may use it.
 *
 * <p>Times are nanoseconds, as {@link Long}: {@code monotonic_time} and {@code duration} on the
 * node's clock, {@code system_time} since 1970.
 */
public final class Telemetry {
    /** Emitted when a handler has failed and was detached. */
    public static final EventName HANDLER_FAILURE = EventName.of("telemetry", "handler", "failure");

    private static final System.Logger LOG = System.getLogger("dev.erloom.telemetry");
    private static final PerNode<Telemetry> OF = PerNode.of(Telemetry::new);
    private static final String CONTEXT = "telemetry_span_context";

    private final Node node;

    /** By event; replaced as a whole, so that an emitter reads it without a lock. */
    private volatile Map<EventName, List<AttachedHandler<?>>> handlers = Map.of();

    private Telemetry(Node node) {
        this.node = node;
    }

    /** {@return the telemetry of a node} */
    public static Telemetry of(Node node) {
        return OF.get(node);
    }

    /**
     * {@return the telemetry of the calling process's node, elsewhere of the default node}
     *
     * @throws IllegalStateException when this thread is no process and there is no default node
     */
    public static Telemetry current() {
        return of(Node.current());
    }

    /**
     * Attaches a handler to an event of exactly this name.
     *
     * @param id any value; says which handler to {@link #detach}
     * @return false when the id is taken; then nothing has changed
     * @otp telemetry:attach/4
     */
    public <C> boolean attach(Object id, EventName event, Handler<? super C> handler, C config) {
        return attachMany(id, List.of(event), handler, config);
    }

    /**
     * Attaches a handler to some events.
     *
     * @return false when the id is taken; then nothing has changed
     * @throws IllegalArgumentException when {@code events} is empty
     * @otp telemetry:attach_many/4
     */
    public <C> boolean attachMany(
            Object id, List<EventName> events, Handler<? super C> handler, C config) {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(handler, "handler");
        if (events.isEmpty()) {
            throw new IllegalArgumentException(
                    "a handler must be attached to at least one event, was " + id);
        }
        Handler<C> typed = handler::handle;
        synchronized (this) {
            if (isTaken(id)) {
                return false;
            }
            Map<EventName, List<AttachedHandler<?>>> changed = new HashMap<>(handlers);
            for (EventName event : List.copyOf(events)) {
                List<AttachedHandler<?>> more =
                        new ArrayList<>(changed.getOrDefault(event, List.of()));
                if (more.stream().noneMatch(attached -> attached.id().equals(id))) {
                    more.add(new AttachedHandler<>(id, event, typed, config));
                    changed.put(event, List.copyOf(more));
                }
            }
            handlers = Map.copyOf(changed);
            return true;
        }
    }

    private boolean isTaken(Object id) {
        return handlers.values().stream()
                .flatMap(List::stream)
                .anyMatch(attached -> attached.id().equals(id));
    }

    /**
     * Detaches a handler from all its events.
     *
     * @return false when there is none with this id
     * @otp telemetry:detach/1
     */
    public synchronized boolean detach(Object id) {
        Objects.requireNonNull(id, "id");
        boolean isThere = isTaken(id);
        if (isThere) {
            Map<EventName, List<AttachedHandler<?>>> changed = new HashMap<>();
            handlers.forEach((event, attached) -> {
                List<AttachedHandler<?>> others =
                        attached.stream().filter(one -> !one.id().equals(id)).toList();
                if (!others.isEmpty()) {
                    changed.put(event, others);
                }
            });
            handlers = Map.copyOf(changed);
        }
        return isThere;
    }

    /**
     * {@return the handlers of all events whose names begin with {@code prefix}, in no order, one
     * entry for each event; without a prefix all}
     *
     * @otp telemetry:list_handlers/1
     */
    public List<AttachedHandler<?>> listHandlers(String... prefix) {
        List<String> start = Arrays.asList(prefix);
        List<AttachedHandler<?>> found = new ArrayList<>();
        handlers.forEach((event, attached) -> {
            if (event.startsWith(start)) {
                found.addAll(attached);
            }
        });
        return List.copyOf(found);
    }

    /**
     * {@return whether a handler is attached to {@code event}; for emitters to whom measuring costs
     * something}
     */
    public boolean isAttached(EventName event) {
        Map<EventName, List<AttachedHandler<?>>> current = handlers;
        return !current.isEmpty() && current.containsKey(event);
    }

    /** Emits an event without metadata; as {@link #execute(EventName, Map, Map)}. */
    public void execute(EventName event, Map<String, ?> measurements) {
        execute(event, measurements, Map.of());
    }

    /**
     * Emits an event: its handlers run now, one after the other, in this process. A handler that
     * throws is detached from all its events and logged, and {@link #HANDLER_FAILURE} is emitted;
     * the caller does not notice. Without a handler this does next to nothing.
     *
     * @otp telemetry:execute/3
     */
    public void execute(EventName event, Map<String, ?> measurements, Map<String, ?> metadata) {
        Map<EventName, List<AttachedHandler<?>>> current = handlers;
        if (current.isEmpty()) {
            return;
        }
        List<AttachedHandler<?>> attached = current.get(event);
        if (attached != null) {
            attached.forEach(handler -> handle(handler, measurements, metadata));
        }
    }

    private void handle(
            AttachedHandler<?> handler, Map<String, ?> measurements, Map<String, ?> metadata) {
        try {
            handler.handle(measurements, metadata);
        } catch (Throwable failed) { // of a handler, whatever it is: the emitter has no part in it
            rethrowDoom();
            detach(handler.id());
            LOG.log(
                    Level.ERROR,
                    "handler " + handler.id() + " of " + handler.event() + " failed, is detached",
                    failed);
            Map<String, Object> what = new HashMap<>(failure(failed));
            what.put("event_name", handler.event());
            what.put("handler_id", handler.id());
            what.put("handler_config", handler.config());
            execute(HANDLER_FAILURE, times(), what);
        }
    }

    /** A process that is told to end does not fail: it ends, also inside a handler or a span. */
    private static void rethrowDoom() {
        if (ProcLib.isProcess()) {
            ProcLib.checkSignals();
        }
    }

    private Map<String, Long> times() {
        long system = ChronoUnit.NANOS.between(Instant.EPOCH, Instant.now());
        return Map.of("monotonic_time", now(), "system_time", system);
    }

    private long now() {
        return node.monotonicTime().toNanos();
    }

    private static Map<String, Object> failure(Throwable failed) {
        boolean isExit = failed instanceof ExitException;
        Object reason = failed instanceof ExitException exit ? exit.reason() : failed;
        return Map.of(
                "kind",
                isExit ? "exit" : "error",
                "reason",
                reason,
                "stacktrace",
                List.of(failed.getStackTrace()));
    }

    /**
     * Emits {@code prefix, start}, runs {@code body} and emits {@code prefix, stop} with its
     * duration, or {@code prefix, exception} and throws again. All of them carry one {@code
     * telemetry_span_context}, a new one unless the metadata has one. The stop event has the
     * metadata of the result, the other two have {@code metadata}.
     *
     * @throws Exception what {@code body} throws
     * @otp telemetry:span/3
     */
    public <T> T span(EventName prefix, Map<String, ?> metadata, Callable<SpanResult<T>> body)
            throws Exception {
        Object context = new Object();
        long start = now();
        Map<String, Object> about = with(context, metadata);
        execute(prefix.then("start"), startTimes(start), about);
        SpanResult<T> result;
        try {
            result = Objects.requireNonNull(body.call(), "the body of a span returned null");
        } catch (Throwable failed) { // it is thrown again
            rethrowDoom();
            Map<String, Object> what = new HashMap<>(about);
            what.putAll(failure(failed));
            execute(prefix.then("exception"), stopTimes(start, Map.of()), what);
            throw failed;
        }
        execute(
                prefix.then("stop"),
                stopTimes(start, result.measurements()),
                with(context, result.metadata()));
        return result.value();
    }

    private static Map<String, Object> with(Object context, Map<String, ?> metadata) {
        Map<String, Object> more = new HashMap<>(metadata);
        more.putIfAbsent(CONTEXT, context);
        return more;
    }

    private Map<String, Long> startTimes(long start) {
        Map<String, Long> times = new HashMap<>(times());
        times.put("monotonic_time", start);
        return times;
    }

    private Map<String, Object> stopTimes(long start, Map<String, ?> more) {
        long stop = now();
        Map<String, Object> times = new HashMap<>(more);
        times.put("duration", stop - start);
        times.put("monotonic_time", stop);
        return times;
    }
}
