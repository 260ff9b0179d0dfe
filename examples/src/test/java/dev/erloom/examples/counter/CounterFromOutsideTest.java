// SPDX-License-Identifier: Apache-2.0
package dev.erloom.examples.counter;

import static dev.erloom.testing.InProcess.inProcess;
import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.examples.counter.Counter.Get;
import dev.erloom.examples.counter.Counter.Increment;
import dev.erloom.examples.counter.Counter.Message;
import dev.erloom.process.Down;
import dev.erloom.process.Processes;
import dev.erloom.server.GenServer;
import dev.erloom.server.Name;
import dev.erloom.server.Request;
import dev.erloom.server.RequestCollection;
import dev.erloom.server.Response;
import dev.erloom.server.ServerRef;
import dev.erloom.sys.DebugEvent;
import dev.erloom.sys.Sys;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the guide shows of servers, run. */
class CounterFromOutsideTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void a_request_that_is_not_waited_for() {
        inProcess(() -> {
            ServerRef<Message> counter = GenServer.startLink(new Counter(40)).orElseThrow();
            // @start region="request"
            Request<Long> asked = counter.sendRequest(new Get());
            counter.cast(new Increment(2));
            long count =
                    switch (asked.receiveResponse(SECOND)) {
                        case Response.Reply<Long>(Long value) -> value;
                        case Response.Failed<Long>(var reason, _) -> throw Processes.exit(reason);
                        case Response.TimedOut<Long>() -> -1;
                    };
            // @end region="request"
            assertThat(count).isEqualTo(40);
        });
    }

    @Test
    void many_requests() {
        inProcess(() -> {
            List<ServerRef<Message>> counters =
                    List.of(
                            GenServer.startLink(new Counter(1)).orElseThrow(),
                            GenServer.startLink(new Counter(2)).orElseThrow());
            // @start region="requests"
            RequestCollection<ServerRef<Message>, Long> open = new RequestCollection<>();
            counters.forEach(counter -> open.add(counter.sendRequest(new Get()), counter));
            Map<ServerRef<Message>, Long> counts = new HashMap<>();
            while (open.size() > 0) {
                open.receiveResponse(SECOND)
                        .ifPresent(next -> counts.put(next.label(), next.response().orElseThrow()));
            }
            // @end region="requests"
            assertThat(counts.values()).containsExactlyInAnyOrder(1L, 2L);
        });
    }

    @Test
    void a_start_with_options() {
        inProcess(() -> {
            // @start region="start"
            Name<Message> name = Name.of("counter");
            var started =
                    GenServer.startMonitor(
                                    new Counter(40),
                                    with ->
                                            with.name(name)
                                                    .timeout(SECOND)
                                                    .spawn(spawn -> spawn.label("the counter"))
                                                    .debug(debug -> debug.log().statistics()))
                            .orElseThrow();
            name.stop();
            Down down = Processes.receive(started.monitor());
            // @end region="start"
            assertThat(down.reason().isAbnormal()).isFalse();
        });
    }

    @Test
    void a_look_inside() {
        inProcess(() -> {
            ServerRef<Message> counter = GenServer.startLink(new Counter(40)).orElseThrow();
            // @start region="sys"
            Sys.log(counter, 20);
            counter.cast(new Increment(1));
            Object count = Sys.getState(counter);
            Sys.replaceState(counter, (Long old) -> old * 2);
            Sys.suspend(counter);
            counter.cast(new Increment(1));
            String phase = Sys.getStatus(counter).phase().toString();
            Sys.resume(counter);
            List<DebugEvent> events = Sys.log(counter);
            // @end region="sys"
            assertThat(count).isEqualTo(41L);
            assertThat(phase).isEqualTo("SUSPENDED");
            assertThat(events).startsWith(new DebugEvent.In(new Increment(1), Optional.empty()));
            assertThat(counter.call(new Get())).isEqualTo(83);
        });
    }
}
