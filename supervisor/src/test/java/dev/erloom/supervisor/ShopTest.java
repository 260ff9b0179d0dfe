// SPDX-License-Identifier: Apache-2.0
package dev.erloom.supervisor;

import static dev.erloom.process.ExitReason.KILL;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.supervisor.Restart.TRANSIENT;
import static dev.erloom.supervisor.Strategy.REST_FOR_ONE;
import static dev.erloom.supervisor.Trace.trapping;
import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.process.Pid;
import dev.erloom.process.Ref;
import dev.erloom.process.StartResult;
import dev.erloom.server.Call;
import dev.erloom.server.Cast;
import dev.erloom.server.GenServer;
import dev.erloom.server.Name;
import dev.erloom.server.ServerRef;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The example of {@link Supervisor}'s documentation. */
class ShopTest {
    record Store(String url) implements GenServer<Store.Message, Map<String, String>> {
        sealed interface Message {}

        record Put(String key, String value) implements Message, Cast<Message> {}

        record Get(String key) implements Message, Call<Message, Optional<String>> {}

        static StartResult<ServerRef<Message>> startLink(String url, Name<Message> name) {
            return GenServer.startLink(new Store(url), name);
        }

        @Override
        public Init<Map<String, String>> init() {
            return ok(new HashMap<>());
        }

        @Override
        public Next<Map<String, String>> handle(Message message, Map<String, String> state) {
            return switch (message) {
                case Put(String key, String value) -> {
                    state.put(key, value);
                    yield noReply(state);
                }
                case Get get -> reply(get, Optional.ofNullable(state.get(get.key)), state);
            };
        }
    }

    static final Name<Store.Message> REPO = Name.of("repo");
    static final Name<Store.Message> CACHE = Name.of("cache");

    // @start region="tree"
    static StartResult<Supervisor> startLink(String url) {
        return Supervisor.startLink(tree ->
                tree.strategy(REST_FOR_ONE)
                        .intensity(3, Duration.ofSeconds(5))
                        .child("repo", () -> Store.startLink(url, REPO))
                        .child(
                                "cache",
                                () -> Store.startLink(url, CACHE),
                                child -> child.restart(TRANSIENT).shutdown(Duration.ofSeconds(2))));
    }

    // @end region="tree"

    @Test
    void the_next_life_starts_from_a_known_state() {
        trapping(() -> {
            Supervisor shop = startLink("jdbc:…").orElseThrow();
            CACHE.cast(new Store.Put("apple", "1"));
            assertThat(CACHE.call(new Store.Get("apple"))).contains("1");

            Pid repo = REPO.whereis().orElseThrow();
            Ref end = monitor(repo);
            repo.exit(KILL);
            receive(end);
            assertThat(shop.countChildren()).isEqualTo(new ChildCounts(2, 2, 0, 2));

            assertThat(CACHE.call(new Store.Get("apple"))).isEmpty();
            assertThat(REPO.whereis()).isPresent().isNotEqualTo(Optional.of(repo));
        });
    }
}
