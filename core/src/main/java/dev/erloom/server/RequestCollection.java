// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

import dev.erloom.process.Match;
import dev.erloom.process.Processes;
import dev.erloom.process.Ref;
import dev.erloom.process.Timeouts;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Open requests of one process, each with a label, whose responses are taken as they come. What is
 * answered leaves the collection.
 *
 * <p>Used by that process only. Every method that takes a response throws {@link
 * IllegalStateException} elsewhere.
 *
 * @param <L> the type of the labels
 * @param <R> what all replies have in common
 * @otp gen_server:request_id_collection/0
 */
public final class RequestCollection<L, R> {

    /**
     * A request and its label.
     *
     * @param request the request
     * @param label its label
     * @param <L> the type of the label
     * @param <R> the type of the reply
     */
    public record Entry<L, R>(Request<? extends R> request, L label) {}

    /**
     * A response and the label of its request.
     *
     * @param response the response; never {@code TimedOut}
     * @param label the label
     * @param <L> the type of the label
     * @param <R> the type of the reply
     */
    public record Labelled<L, R>(Response<? extends R> response, L label) {}

    private final Map<Ref, Entry<L, R>> entries = new LinkedHashMap<>();

    /** Makes a collection without requests. */
    public RequestCollection() {}

    /**
     * Adds an open request of the calling process.
     *
     * @throws IllegalArgumentException when it is in this collection already
     * @throws IllegalStateException when it is no longer open, or that of another process
     * @otp gen_server:reqids_add/3
     */
    public void add(Request<? extends R> request, L label) {
        request.checkOpen();
        if (entries.putIfAbsent(request.ref(), new Entry<>(request, label)) != null) {
            throw new IllegalArgumentException(request + " is in the collection already");
        }
    }

    /**
     * {@return how many requests are in this collection}
     *
     * @otp gen_server:reqids_size/1
     */
    public int size() {
        return entries.size();
    }

    /**
     * {@return the requests and their labels, in the order in which they were added}
     *
     * @otp gen_server:reqids_to_list/1
     */
    public List<Entry<L, R>> toList() {
        return List.copyOf(entries.values());
    }

    /**
     * Waits for the response to any of the requests. When none comes in time all are given up, and
     * the collection is empty.
     *
     * @return empty when the time is up, or there is no request
     * @throws IllegalArgumentException when {@code timeout} is negative
     * @otp gen_server:receive_response/3
     */
    public Optional<Labelled<L, R>> receiveResponse(Duration timeout) {
        Optional<Labelled<L, R>> response = waitResponse(timeout);
        return response.isPresent() ? response : giveUp();
    }

    /**
     * Waits for the response to any of the requests; when none comes in time all stay open.
     *
     * @return empty when the time is up, or there is no request
     * @throws IllegalArgumentException when {@code timeout} is negative
     * @otp gen_server:wait_response/3
     */
    public Optional<Labelled<L, R>> waitResponse(Duration timeout) {
        Timeouts.check(timeout, "timeout");
        forgetClosed();
        return entries.isEmpty()
                ? Optional.empty()
                : Processes.receive(this::match, timeout).flatMap(this::checkResponse);
    }

    /**
     * Looks whether a message that the process has received is the response to one of the requests;
     * empty when it is something else.
     *
     * @otp gen_server:check_response/3
     */
    public Optional<Labelled<L, R>> checkResponse(Object message) {
        Entry<L, R> entry = isResponse(message) ? entries.get(Request.refOf(message)) : null;
        if (entry == null || !entry.request.isOpen()) {
            return Optional.empty();
        }
        entry.request.checkOpen();
        entries.remove(entry.request.ref());
        return Optional.of(new Labelled<>(entry.request.response(message), entry.label));
    }

    private Match<Object> match(Object message) {
        return isResponse(message) ? Match.take(message) : Match.skip();
    }

    private boolean isResponse(Object message) {
        Ref ref = Request.refOf(message);
        return ref != null && entries.containsKey(ref);
    }

    /** Requests that were waited for, or given up, one by one. */
    private void forgetClosed() {
        entries.values().removeIf(entry -> !entry.request.isOpen());
        entries.values().forEach(entry -> entry.request.checkOpen());
    }

    private Optional<Labelled<L, R>> giveUp() {
        entries.values().forEach(entry -> entry.request.giveUp());
        entries.clear();
        return Optional.empty();
    }
}
