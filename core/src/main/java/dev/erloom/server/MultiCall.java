// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

import dev.erloom.process.Processes;
import dev.erloom.process.Timeouts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the servers of one name on several nodes have answered.
 *
 * @param replies the replies, as they came
 * @param badNodes the nodes that are not there, have no process of this name, or did not answer in
 *     time; in the order in which they were asked
 * @param <R> the type of the reply
 */
public record MultiCall<R>(List<Reply<R>> replies, List<String> badNodes) {

    /** Makes a result; the lists are copied. */
    public MultiCall {
        replies = List.copyOf(replies);
        badNodes = List.copyOf(badNodes);
    }

    /**
     * The reply of one node.
     *
     * @param node the name of the node
     * @param value what its server has answered
     * @param <R> the type of the reply
     */
    public record Reply<R>(String node, @Nullable R value) {}

    static <M, R> MultiCall<R> run(
            List<String> nodes, Name<M> name, Call<M, R> request, Duration timeout) {
        Timeouts.check(timeout, "timeout");
        RequestCollection<String, R> open = new RequestCollection<>();
        for (String node : nodes) {
            open.add(name.on(node).sendRequest(request), node);
        }
        List<Reply<R>> replies = new ArrayList<>();
        List<String> bad = new ArrayList<>(nodes);
        Duration start = Processes.monotonicTime();
        while (open.size() > 0) {
            open.receiveResponse(left(timeout, start))
                    .ifPresent(answer -> {
                        if (answer.response() instanceof Response.Reply<? extends R> reply) {
                            replies.add(new Reply<>(answer.label(), reply.value()));
                            bad.remove(answer.label());
                        }
                    });
        }
        return new MultiCall<>(replies, bad);
    }

    private static Duration left(Duration timeout, Duration start) {
        Duration left = timeout.minus(Processes.monotonicTime().minus(start));
        return left.isNegative() ? Duration.ZERO : left;
    }
}
