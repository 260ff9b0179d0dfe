// SPDX-License-Identifier: Apache-2.0
package dev.erloom.pubsub;

import static dev.erloom.process.ExitReason.KILL;
import static dev.erloom.process.ExitReason.NORMAL;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.process.Processes.spawnLink;
import static dev.erloom.process.Processes.trapExits;
import static dev.erloom.process.Processes.whereis;
import static dev.erloom.testing.InProcess.inProcess;
import static dev.erloom.testing.InProcess.mailbox;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.erloom.process.Atom;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Node;
import dev.erloom.process.Pid;
import dev.erloom.process.Processes;
import dev.erloom.process.Ref;
import dev.erloom.process.StartResult;
import dev.erloom.process.StartResult.AlreadyStarted;
import dev.erloom.process.StartResult.Failed;
import dev.erloom.pubsub.BroadcastResult.Ok;
import dev.erloom.registry.Registry;
import dev.erloom.server.ServerRef;
import dev.erloom.testing.Forever;
import dev.erloom.testing.LogCapture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PubSubTest {
    private static final PubSub NEWS = PubSub.of("news");
    private static final Registry<String, Object> SUBSCRIBERS = Registry.duplicate("news");
    private static final ExitReason NO_WAY = ExitReason.of(new Atom("no_such_group"));

    @AutoClose
    final LogCapture log =
            LogCapture.of("dev.erloom.process", "dev.erloom.server", "dev.erloom.registry");

    /** What a custom dispatcher makes of a message. */
    record Custom(@Nullable Object metadata, @Nullable Pid from, Object message, Pid in) {}

    private static final Dispatcher CUSTOM =
            (subscribers, from, message) ->
                    subscribers.forEach(
                            one -> one.pid().send(new Custom(one.value(), from, message, self())));

    private static void start(int size) {
        PubSub.startLink(NEWS, with -> with.poolSize(size)).orElseThrow();
    }

    /** Another subscriber, who sends on what it gets. */
    private static Pid echo(String topic) {
        Pid test = self();
        Pid echo =
                spawn(() -> {
                    NEWS.subscribe(topic);
                    test.send("subscribed");
                    while (true) {
                        test.send(List.of(self(), receive()));
                    }
                });
        receive(String.class);
        return echo;
    }

    @DisplayName("PB-1 who subscribes gets messages, who subscribes twice gets each twice")
    @ParameterizedTest
    @ValueSource(ints = {1, 8})
    void who_subscribes_gets_messages(int size) {
        inProcess(() -> {
            start(size);
            NEWS.subscribe("weather");
            NEWS.subscribe("weather", "metadata");
            NEWS.subscribe("sports");

            NEWS.broadcast("weather", "rain");
            NEWS.broadcast("sports", "goal").orElseThrow();

            assertThat(mailbox()).containsExactly("rain", "rain", "goal");
        });
    }

    @DisplayName("PB-1 a subscription ends with its process")
    @Test
    void a_subscription_ends_with_its_process() {
        inProcess(() -> {
            start(1);
            Pid echo = echo("weather");
            NEWS.broadcast("weather", "rain");
            assertThat(receive()).isEqualTo(List.of(echo, "rain"));
            Ref end = monitor(echo);
            echo.exit(KILL);
            receive(end);

            NEWS.subscribe("weather");
            SUBSCRIBERS.lock("barrier", () -> 0); // behind the EXIT in the one partition
            assertThat(SUBSCRIBERS.lookup("weather"))
                    .extracting(entry -> entry.pid())
                    .containsExactly(self());
        });
    }

    @DisplayName(
            "PB-2 who unsubscribes gets nothing more of that topic; without a subscription nothing happens")
    @ParameterizedTest
    @ValueSource(ints = {1, 8})
    void who_unsubscribes_gets_nothing(int size) {
        inProcess(() -> {
            start(size);
            NEWS.unsubscribe("weather");
            NEWS.subscribe("weather");
            NEWS.subscribe("weather");
            NEWS.subscribe("sports");

            NEWS.unsubscribe("weather");
            NEWS.broadcast("weather", "rain");
            NEWS.broadcast("sports", "goal");

            assertThat(mailbox()).containsExactly("goal");
            assertThat(SUBSCRIBERS.lookup("weather")).isEmpty();
        });
    }

    @DisplayName("PB-3 a broadcast reaches all subscribers of the topic, and nobody else")
    @ParameterizedTest
    @ValueSource(ints = {1, 8})
    void a_broadcast_reaches_its_subscribers(int size) {
        inProcess(() -> {
            start(size);
            List<Pid> echoes = IntStream.range(0, 20).mapToObj(_ -> echo("weather")).toList();
            NEWS.subscribe("other topic");

            assertThat(NEWS.broadcast("weather", "rain")).isEqualTo(new Ok());

            List<Object> heard = new ArrayList<>();
            echoes.forEach(_ -> heard.add(receive()));
            assertThat(heard)
                    .containsExactlyInAnyOrderElementsOf(
                            echoes.stream().map(echo -> List.<Object>of(echo, "rain")).toList());
            assertThat(mailbox()).isEmpty();
        });
    }

    /** Brings messages to other nodes of this JVM, as one that sends them over a network would. */
    private record Cable(PubSub pubSub, Node here, List<Node> there) implements Adapter {
        @Override
        public BroadcastResult broadcast(String topic, Object message, Dispatcher dispatcher) {
            there.forEach(node -> on(node, topic, message, dispatcher));
            return new Ok();
        }

        private void on(Node node, String topic, Object message, Dispatcher dispatcher) {
            node.spawn(() -> pubSub.localBroadcast(topic, message, dispatcher));
        }

        @Override
        public BroadcastResult directBroadcast(
                String to, String topic, Object message, Dispatcher dispatcher) {
            there.stream()
                    .filter(node -> node.name().equals(to))
                    .forEach(node -> on(node, topic, message, dispatcher));
            return new Ok();
        }

        @Override
        public String nodeName() {
            return here.name();
        }
    }

    private static PubSub on(Node node, List<Node> others) {
        return node.start(() ->
                PubSub.startLink(
                        NEWS,
                        with -> with.adapter(pubSub -> new Cable(pubSub, Node.current(), others))));
    }

    @DisplayName("PB-3 PB-4 a broadcast goes to all nodes, local ones stay, direct ones go to one")
    @Test
    void a_broadcast_goes_to_all_nodes() throws Exception {
        try (Node one = Node.start(with -> with.name("one@jvm"));
                Node two = Node.start(with -> with.name("two@jvm"))) {
            on(one, List.of(two));
            on(two, List.of(one));
            var heard = new LinkedBlockingQueue<String>();
            for (Node node : List.of(one, two)) {
                node.spawn(() -> {
                    NEWS.subscribe("weather");
                    heard.add("subscribed");
                    while (true) {
                        heard.add(receive() + " on " + Node.current().name());
                    }
                });
            }
            heard.take();
            heard.take();

            NEWS.on(one).localBroadcast("weather", "local");
            assertThat(heard.take()).isEqualTo("local on one@jvm");
            NEWS.on(one).directBroadcast("two@jvm", "weather", "direct").orElseThrow();
            assertThat(heard.take()).isEqualTo("direct on two@jvm");
            NEWS.on(one).directBroadcast("three@jvm", "weather", "lost").orElseThrow();
            NEWS.on(one).broadcast("weather", "rain").orElseThrow();
            assertThat(List.of(heard.take(), heard.take()))
                    .containsExactlyInAnyOrder("rain on one@jvm", "rain on two@jvm");
            assertThat(NEWS.on(two).nodeName()).isEqualTo("two@jvm");
        }
    }

    @DisplayName("PB-4 a broadcast from a process skips it, everywhere and here")
    @ParameterizedTest
    @ValueSource(ints = {1, 8})
    void a_broadcast_skips_who_it_is_from(int size) {
        inProcess(() -> {
            start(size);
            NEWS.subscribe("weather");
            Pid echo = echo("weather");

            NEWS.broadcastFrom(self(), "weather", 1).orElseThrow();
            NEWS.localBroadcastFrom(self(), "weather", 2);
            NEWS.localBroadcast("weather", 3);

            assertThat(List.of(receive(List.class), receive(List.class), receive(List.class)))
                    .isEqualTo(List.of(List.of(echo, 1), List.of(echo, 2), List.of(echo, 3)));
            assertThat(mailbox()).containsExactly(3);
        });
    }

    @DisplayName("PB-4 without an adapter a direct broadcast knows this node only")
    @Test
    void a_direct_broadcast_knows_this_node() {
        inProcess(() -> {
            start(1);
            NEWS.subscribe("weather");
            assertThat(NEWS.nodeName()).isEqualTo(Node.current().name());

            NEWS.directBroadcast("IDONTKNOW@127.0.0.1", "weather", "lost").orElseThrow();
            NEWS.directBroadcast(NEWS.nodeName(), "weather", "found").orElseThrow();

            assertThat(mailbox()).containsExactly("found");
        });
    }

    @DisplayName(
            "PB-5 a custom dispatcher gets entries with metadata, sender and message, in the broadcaster")
    @ParameterizedTest
    @ValueSource(ints = {1, 8})
    void a_custom_dispatcher_decides(int size) {
        inProcess(() -> {
            start(size);
            NEWS.subscribe("weather");
            NEWS.subscribe("weather", "special");
            Pid me = self();

            NEWS.broadcast("weather", 1, CUSTOM);
            NEWS.broadcastFrom(me, "weather", 2, CUSTOM);
            NEWS.localBroadcast("weather", 3, CUSTOM);
            NEWS.localBroadcastFrom(me, "weather", 4, CUSTOM);
            NEWS.directBroadcast(NEWS.nodeName(), "weather", 5, CUSTOM);

            assertThat(mailbox())
                    .containsExactly(
                            new Custom(null, null, 1, me),
                            new Custom("special", null, 1, me),
                            new Custom(null, me, 2, me),
                            new Custom("special", me, 2, me),
                            new Custom(null, null, 3, me),
                            new Custom("special", null, 3, me),
                            new Custom(null, me, 4, me),
                            new Custom("special", me, 4, me),
                            new Custom(null, null, 5, me),
                            new Custom("special", null, 5, me));
        });
    }

    @DisplayName("PB-6 what the adapter refuses nobody gets, and the broadcaster hears why")
    @Test
    void an_adapters_error_comes_first() {
        inProcess(() -> {
            Function<PubSub, Adapter> refusing =
                    _ ->
                            new Adapter() {
                                @Override
                                public BroadcastResult broadcast(
                                        String topic, Object message, Dispatcher dispatcher) {
                                    return new BroadcastResult.Failed(NO_WAY);
                                }

                                @Override
                                public BroadcastResult directBroadcast(
                                        String node,
                                        String topic,
                                        Object message,
                                        Dispatcher dispatcher) {
                                    return new BroadcastResult.Failed(NO_WAY);
                                }

                                @Override
                                public String nodeName() {
                                    return "nowhere";
                                }
                            };
            PubSub.startLink(NEWS, with -> with.adapter(refusing)).orElseThrow();
            NEWS.subscribe("weather");

            assertThat(NEWS.broadcast("weather", 1)).isEqualTo(new BroadcastResult.Failed(NO_WAY));
            assertThat(NEWS.broadcastFrom(self(), "weather", 2)).isNotEqualTo(new Ok());
            assertThatExceptionOfType(BroadcastException.class)
                    .isThrownBy(() -> NEWS.broadcast("weather", 3).orElseThrow())
                    .withMessage("broadcast failed: no_such_group")
                    .satisfies(failed -> assertThat(failed.reason()).isEqualTo(NO_WAY));
            assertThat(NEWS.directBroadcast("x", "weather", 4)).isNotEqualTo(new Ok());
            NEWS.localBroadcast("weather", "local");

            assertThat(mailbox()).containsExactly("local");
        });
    }

    @DisplayName(
            "PB-7 sizes: a pool is at least as big as the part that is sent to; a name is needed")
    @Test
    void sizes_are_checked() {
        inProcess(() -> {
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            PubSub.startLink(NEWS, with -> with.poolSize(1).broadcastPoolSize(2)))
                    .withMessage("poolSize must be >= broadcastPoolSize 2, was 1");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> PubSub.startLink(NEWS, with -> with.poolSize(0)))
                    .withMessage("poolSize must be >= 1, was 0");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> PubSub.startLink(NEWS, with -> with.registrySize(-1)));
            assertThatIllegalArgumentException().isThrownBy(() -> PubSub.of(""));

            PubSub.startLink(NEWS, with -> with.poolSize(4).registrySize(2)).orElseThrow();
            assertThat(SUBSCRIBERS.partitions()).hasSize(2);
            PubSub.startLink(PubSub.of("three"), with -> with.poolSize(3)).orElseThrow();
            assertThat(Registry.duplicate("three").partitions()).hasSize(3);
            PubSubOptions grown = PubSubOptions.DEFAULT.broadcastPoolSize(2).poolSize(3).checked();
            assertThat(grown.broadcastPoolSize()).isEqualTo(2);
            assertThat(PubSubOptions.DEFAULT.poolSize()).isEqualTo(1);
            assertThat(PubSubOptions.DEFAULT.broadcastPoolSize()).isEqualTo(1);
            assertThat(PubSubOptions.DEFAULT.registrySize())
                    .isEqualTo((Runtime.getRuntime().availableProcessors() + 3) / 4);
        });
    }

    @DisplayName("PB-8 each subscriber gets what one process broadcasts in that order")
    @Test
    void order_is_kept() {
        inProcess(() -> {
            start(4);
            Pid test = self();
            int count = 2_000;
            for (int i = 0; i < 8; i++) {
                spawnLink(() -> {
                    NEWS.subscribe("numbers");
                    test.send("ready");
                    for (int expected = 0; expected < count; expected++) {
                        assertThat(receive()).isEqualTo(expected);
                    }
                    test.send("done");
                });
                assertThat(receive()).isEqualTo("ready");
            }

            for (int i = 0; i < count; i++) {
                if (i % 2 == 0) {
                    NEWS.broadcast("numbers", i);
                } else {
                    NEWS.localBroadcastFrom(self(), "numbers", i);
                }
            }

            for (int i = 0; i < 8; i++) {
                assertThat(receive()).isEqualTo("done");
            }
        });
    }

    @Test
    void many_subscribers_are_reached() {
        inProcess(() -> {
            start(1);
            Pid test = self();
            for (int i = 0; i < 10_000; i++) {
                spawn(() -> {
                    NEWS.subscribe("weather");
                    test.send("ready");
                    test.send(receive(Integer.class));
                    Forever.sleep();
                });
            }
            for (int i = 0; i < 10_000; i++) {
                assertThat(receive(String.class)).isEqualTo("ready");
            }

            NEWS.broadcast("weather", 7);

            for (int i = 0; i < 10_000; i++) {
                assertThat(receive(Integer.class)).isEqualTo(7);
            }
        });
    }

    @Test
    void a_pub_sub_starts_once_and_ends_as_a_whole() {
        inProcess(() -> {
            start(1);
            assertThat(PubSub.startLink(NEWS)).isInstanceOf(AlreadyStarted.class);
            Pid server = whereis("news.Supervisor").orElseThrow();
            Ref end = monitor(server);

            ServerRef.of(server).stop();

            assertThat(receive(end).reason()).isEqualTo(NORMAL);
            assertThat(whereis("news")).isEmpty();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> NEWS.broadcast("weather", 1))
                    .withMessageContaining("unknown registry");
            start(1);
        });
    }

    /** An adapter with a process. */
    private record Busy(Function<PubSubOptions, StartResult<?>> starter) implements Adapter {
        @Override
        public StartResult<?> startLink(PubSubOptions options) {
            return starter.apply(options);
        }

        @Override
        public BroadcastResult broadcast(String topic, Object message, Dispatcher dispatcher) {
            return new Ok();
        }

        @Override
        public BroadcastResult directBroadcast(
                String node, String topic, Object message, Dispatcher dispatcher) {
            return new Ok();
        }

        @Override
        public String nodeName() {
            return "here";
        }
    }

    private static StartResult<PubSub> startWith(Function<PubSubOptions, StartResult<?>> starter) {
        return PubSub.startLink(NEWS, with -> with.poolSize(3).adapter(_ -> new Busy(starter)));
    }

    @Test
    void an_adapter_starts_and_ends_with_its_pub_sub() {
        inProcess(() -> {
            trapExits(true);
            Pid test = self();
            startWith(
                            options -> {
                                test.send(options.poolSize());
                                return StartResult.started(
                                        spawnLink(() -> {
                                            test.send(self());
                                            receive();
                                        }));
                            })
                    .orElseThrow();
            assertThat(receive(Integer.class)).isEqualTo(3);
            Pid worker = receive(Pid.class);
            Ref end = monitor(whereis("news.Supervisor").orElseThrow());

            worker.exit(KILL);

            assertThat(receive(end).reason()).isEqualTo(ExitReason.KILLED);
            assertThat(whereis("news")).isEmpty();
        });
    }

    @Test
    @SuppressWarnings("NullAway") // what code without null checks does
    void an_adapter_that_does_not_start_leaves_nothing() {
        inProcess(() -> {
            trapExits(true);
            IllegalStateException oops = new IllegalStateException("no network");

            assertThat(startWith(_ -> new Failed<>(NO_WAY))).isEqualTo(new Failed<>(NO_WAY));
            assertThat(whereis("news")).isEmpty();
            assertThat(
                            startWith(_ -> {
                                throw oops;
                            }))
                    .isEqualTo(new Failed<>(new ExitReason.Crash(oops)));
            assertThat(whereis("news")).isEmpty();
            assertThat(PubSub.startLink(NEWS, with -> with.adapter(_ -> null)))
                    .isInstanceOf(Failed.class);
            Processes.register("news");
            assertThat(PubSub.startLink(NEWS)).isInstanceOf(Failed.class);
            assertThat(mailbox()).isEmpty();
        });
    }

    @Test
    @SuppressWarnings("NullAway") // what code without null checks does
    void what_is_wrong_is_refused() {
        inProcess(() -> {
            start(1);
            assertThatNullPointerException().isThrownBy(() -> NEWS.subscribe(null));
            assertThatNullPointerException().isThrownBy(() -> NEWS.subscribe("t", null));
            assertThatNullPointerException().isThrownBy(() -> NEWS.broadcast("t", null));
            assertThatNullPointerException().isThrownBy(() -> NEWS.broadcast("t", 1, null));
            assertThatNullPointerException().isThrownBy(() -> NEWS.broadcastFrom(null, "t", 1));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> PubSub.of("nobody").subscribe("t"));
            Registry.startLink(Registry.unique("plain")).orElseThrow();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> PubSub.of("plain").broadcast("t", 1))
                    .withMessage("plain is no pub-sub");
            assertThat(NEWS).isEqualTo(PubSub.of("news")).hasToString("news");
        });
        try (Node node = Node.start()) {
            node.start(() -> PubSub.startLink(NEWS));
            assertThatIllegalStateException().isThrownBy(() -> NEWS.on(node).subscribe("t"));
            NEWS.on(node).broadcast("t", 1).orElseThrow();
        }
    }
}
