// SPDX-License-Identifier: Apache-2.0
package dev.erloom.registry;

import static dev.erloom.process.Processes.self;
import static dev.erloom.registry.Registries.started;
import static dev.erloom.testing.InProcess.inProcess;
import static dev.erloom.testing.InProcess.mailbox;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.erloom.process.Atom;
import dev.erloom.process.Node;
import dev.erloom.registry.RegistryEvent.Unregistered;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RegistryMatchTest {
    /** What the tests of Elixir write as {@code {1, :atom, 1}}. */
    record Triple(int first, String second, Number third) {}

    private static final Triple VALUE = new Triple(1, "atom", 1);

    static Stream<Registry<Object, Object>> registries() {
        return Stream.of(
                Registry.unique("unique"),
                Registry.duplicate("duplicate"),
                Registry.duplicateByKey("by key"));
    }

    private static Entry<Object, Object> mine(Object key, Object value) {
        return new Entry<>(key, self(), value);
    }

    @DisplayName("RG-12 match by record patterns, with guards")
    @ParameterizedTest
    @MethodSource("registries")
    void matches_by_patterns(Registry<Object, Object> registry) {
        inProcess(() -> {
            started(registry, 4);
            registry.register("hello", VALUE).orElseThrow();
            registry.register("world", Map.of("a", "a", "b", "b")).orElseThrow();

            assertThat(
                            registry.match(
                                    "hello",
                                    entry ->
                                            entry.value() instanceof Triple(int first, _, _)
                                                    && first == 1))
                    .containsExactly(mine("hello", VALUE));
            assertThat(
                            registry.match(
                                    "hello",
                                    entry -> entry.value() instanceof Triple(_, _, Double _)))
                    .isEmpty();
            assertThat(
                            registry.match(
                                    "hello",
                                    entry ->
                                            entry.value()
                                                            instanceof
                                                            Triple(int one, _, Integer other)
                                                    && one == other))
                    .hasSize(1);
            assertThat(
                            registry.match(
                                    "world",
                                    entry ->
                                            entry.value() instanceof Map<?, ?> map
                                                    && "b".equals(map.get("b"))))
                    .hasSize(1);
            assertThat(registry.match("nobody", _ -> true)).isEmpty();
            assertThat(registry.countMatch("hello", _ -> true)).isEqualTo(1);
            assertThat(registry.countMatch("hello", entry -> entry.value() instanceof Map))
                    .isZero();
        });
    }

    @DisplayName("RG-12 select looks at keys, pids and values of all entries")
    @ParameterizedTest
    @MethodSource("registries")
    void selects_from_all(Registry<Object, Object> registry) {
        inProcess(() -> {
            started(registry, 4);
            assertThat(registry.select(_ -> true)).isEmpty();
            registry.register("hello", 1).orElseThrow();
            registry.register("world", 2).orElseThrow();
            Registrant other =
                    Registrant.start().does(() -> registry.register("other", 3).orElseThrow());

            assertThat(registry.select(_ -> true)).hasSize(3);
            assertThat(registry.select(entry -> entry.pid().equals(other.pid())))
                    .containsExactly(new Entry<>("other", other.pid(), 3));
            assertThat(registry.select(entry -> entry.value() instanceof Integer i && i > 1))
                    .extracting(Entry::key)
                    .containsExactlyInAnyOrder("world", "other");
            assertThat(registry.countSelect(entry -> entry.key().equals("hello"))).isEqualTo(1);
            assertThat(registry.countSelect(entry -> entry.value() == null)).isZero();
        });
    }

    @DisplayName("RG-12 what a predicate throws comes out, and nothing has changed")
    @ParameterizedTest
    @MethodSource("registries")
    void a_failing_predicate_changes_nothing(Registry<Object, Object> registry) {
        inProcess(() -> {
            started(registry);
            registry.register("k", 1).orElseThrow();

            assertThatThrownBy(() ->
                            registry.unregisterMatch(
                                    "k", entry -> ((String) entry.value()).isEmpty()))
                    .isInstanceOf(ClassCastException.class);

            assertThat(registry.lookup("k")).containsExactly(mine("k", 1));
        });
    }

    @DisplayName("RG-12 unregister_match removes what fits; listeners hear when nothing is left")
    @Test
    void unregisters_by_patterns() {
        inProcess(() -> {
            Node.current().register("ear", self());
            Registry<String, Integer> registry = Registry.duplicate("numbers");
            Registry.startLink(registry, with -> with.listener("ear")).orElseThrow();
            for (int i = 1; i <= 3; i++) {
                registry.register("k", i).orElseThrow();
            }
            Registrant other = Registrant.start().does(() -> registry.register("k", 1));
            mailbox();

            registry.unregisterMatch("k", entry -> entry.value() < 3);
            registry.unregisterMatch("k", entry -> entry.value() > 100);
            assertThat(registry.lookup("k"))
                    .extracting(Entry::value)
                    .containsExactlyInAnyOrder(3, 1);
            assertThat(mailbox()).isEmpty();

            registry.unregisterMatch("k", entry -> entry.value() == 3);
            assertThat(registry.lookup("k")).extracting(Entry::pid).containsExactly(other.pid());
            assertThat(mailbox()).containsExactly(new Unregistered("numbers", "k", self()));
        });
    }

    @DisplayName("RG-13 keys that match everything in a match specification are keys like others")
    @ParameterizedTest
    @MethodSource("registries")
    void no_key_is_special(Registry<Object, Object> registry) {
        inProcess(() -> {
            started(registry, 4);
            List<Object> keys =
                    List.of(
                            new Atom("_"),
                            new Atom("$1"),
                            "_",
                            "$1",
                            "*",
                            List.of(new Atom("_"), 1),
                            Map.of("a", 1),
                            Map.of("a", 1, "b", 2));
            keys.forEach(key -> registry.register(key, "value of " + key).orElseThrow());

            for (Object key : keys) {
                assertThat(registry.lookup(key)).containsExactly(mine(key, "value of " + key));
                assertThat(registry.match(key, _ -> true)).hasSize(1);
                assertThat(registry.countSelect(entry -> entry.key().equals(key))).isEqualTo(1);
            }
            registry.unregister(new Atom("_"));
            registry.unregisterMatch(Map.of("a", 1), _ -> true);
            assertThat(registry.keys(self()))
                    .containsExactlyInAnyOrderElementsOf(
                            keys.stream()
                                    .filter(key -> !key.equals(new Atom("_")))
                                    .filter(key -> !key.equals(Map.of("a", 1)))
                                    .toList());
        });
    }
}
