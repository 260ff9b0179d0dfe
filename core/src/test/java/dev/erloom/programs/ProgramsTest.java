// SPDX-License-Identifier: Apache-2.0
package dev.erloom.programs;

import static dev.erloom.process.ExitReason.KILL;
import static dev.erloom.process.ExitReason.KILLED;
import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawn;
import static dev.erloom.testing.InProcess.inProcess;
import static dev.erloom.testing.InProcess.mailbox;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Node;
import dev.erloom.process.Pid;
import dev.erloom.process.Ref;
import dev.erloom.server.ServerRef;
import dev.erloom.testing.LogCapture;
import dev.erloom.testing.ManualClock;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs the programs of this package and compares what they print. */
class ProgramsTest {
    private final BlockingQueue<String> printed = new LinkedBlockingQueue<>();
    private final ManualClock clock = new ManualClock();
    private final PrintStream out = System.out;
    @AutoClose final LogCapture log = LogCapture.ofCore();

    @BeforeEach
    void capture_what_is_printed() {
        System.setOut(new PrintStream(new Lines(), true));
    }

    @AfterEach
    void print_again() {
        System.setOut(out);
    }

    /** Cuts what is printed into lines. */
    private final class Lines extends OutputStream {
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        @Override
        public void write(int one) {
            if (one == '\n') {
                printed.add(line.toString(out.charset()));
                line.reset();
            } else {
                line.write(one);
            }
        }
    }

    private static ServerRef<Counter.Message> startCounter() {
        return Counter.startLink().orElseThrow();
    }

    // Greeter

    @Test
    void the_greeter_greets_until_it_is_told_to_stop() {
        Greeter.main(new String[0]);

        assertThat(printed)
                .containsExactly(
                        "Hello, Joe, number 1", "Hello, Robert, number 2", "nobody greets: noproc");
    }

    @Test
    void the_greeter_s_client_leaves_other_messages_alone() {
        inProcess(() -> {
            self().send("something else");
            assertThat(Greeter.greet(spawn(Greeter::run), "Joe")).isEqualTo("Hello, Joe, number 1");
            assertThat(Greeter.greet(spawn(() -> {}), "Joe")).startsWith("nobody greets: no");
            assertThat(mailbox()).containsExactly("something else");
        });
    }

    @Test
    void the_greeter_s_client_does_not_wait_for_ever() {
        Duration limit = Duration.ofSeconds(5);
        inProcess(
                clock,
                () -> {
                    Pid silent = spawn(() -> receive(Greeter.Stop.class));
                    spawn(() -> {
                        clock.awaitAlarm(limit);
                        clock.advance(limit);
                    });
                    assertThat(Greeter.greet(silent, "Joe")).isEqualTo("no answer");
                });
    }

    // Watchdog

    @Test
    void the_watchdog_starts_its_worker_again_until_it_gives_up() throws Exception {
        try (Node node = Node.start(with -> with.clock(clock))) {
            CompletableFuture<ExitReason> end = new CompletableFuture<>();
            Thread.ofVirtual()
                    .start(() -> {
                        try {
                            node.run(Watchdog::run);
                        } catch (ExitException failed) {
                            end.complete(failed.reason());
                        }
                    });

            pass(Duration.ofMillis(10));
            assertThat(printed.take()).isEqualTo("the stranger left: normal");
            for (int i = 0; i < 2; i++) {
                pass(Duration.ofMillis(400));
                assertThat(printed.take())
                        .isEqualTo("java.lang.IllegalStateException: out of paper");
                assertThat(printed.take()).isEqualTo("starting again");
            }
            clock.advance(Duration.ofMillis(300));

            assertThat(end.join()).isEqualTo(KILLED);
            assertThat(printed).isEmpty();
        }
    }

    private void pass(Duration time) throws InterruptedException {
        clock.awaitAlarm(time);
        clock.advance(time);
    }

    // Counter

    @Test
    void the_counter_counts() {
        inProcess(() -> {
            ServerRef<Counter.Message> counter = startCounter();
            counter.cast(new Counter.Increment(2));
            counter.cast(new Counter.Increment(3));

            long count = counter.call(new Counter.Get());

            assertThat(count).isEqualTo(5);
        });
    }

    @Test
    void the_counter_answers_a_waiting_caller_with_the_next_change() {
        inProcess(
                clock,
                () -> {
                    ServerRef<Counter.Message> counter = startCounter();
                    counter.cast(new Counter.Increment(40));
                    Pid observer = self();
                    spawn(() -> observer.send(counter.call(new Counter.Change())));
                    clock.awaitAlarm(Duration.ofSeconds(5)); // its call is under way

                    counter.cast(new Counter.Increment(2));

                    assertThat(receive()).isEqualTo(42L);
                });
    }

    @Test
    void the_counter_forgets_a_member_that_ends() {
        inProcess(() -> {
            ServerRef<Counter.Message> counter = startCounter();
            Pid member = spawn(() -> receive(Greeter.Stop.class));
            assertThat(counter.call(new Counter.Join(member))).isTrue();
            assertThat(counter.call(new Counter.Join(member))).isFalse();

            Ref end = monitor(member); // younger than the counter's, so it is told later
            member.exit(KILL);
            receive(end);

            assertThat(counter.call(new Counter.Join(member))).isTrue();
        });
    }

    @Test
    void the_counter_tells_its_count_every_minute() {
        inProcess(
                clock,
                () -> {
                    ServerRef<Counter.Message> counter = startCounter();
                    assertThat(printed.take()).isEqualTo("count: 0");
                    counter.cast(new Counter.Increment(5));
                    for (int i = 0; i < 2; i++) {
                        counter.call(new Counter.Get(), Duration.ofDays(1));
                        clock.awaitAlarm(Duration.ofMinutes(1));
                        clock.advance(Duration.ofMinutes(1));
                        assertThat(printed.take()).isEqualTo("count: 5");
                    }
                });
    }

    @Test
    void the_counter_answers_its_last_count_when_it_closes_and_starts_afresh() {
        inProcess(() -> {
            Ref end = monitor(startCounter());
            Counter.COUNTER.cast(new Counter.Increment(3));

            assertThat(Counter.COUNTER.call(new Counter.Close())).isEqualTo(3);
            assertThat(receive(end).reason()).isEqualTo(ExitReason.NORMAL);

            startCounter();
            assertThat(Counter.COUNTER.call(new Counter.Get())).isZero();
        });
    }

    @Test
    void the_counter_logs_what_it_does_not_understand() {
        inProcess(() -> {
            ServerRef<Counter.Message> counter = startCounter();
            counter.send("stray");
            counter.call(new Counter.Get());

            assertThat(log.entries())
                    .singleElement()
                    .satisfies(entry ->
                            assertThat(entry.text()).contains("unexpected message: stray"));
        });
    }

    // OrderService

    @Test
    void the_order_service_numbers_the_orders_of_many_threads() throws InterruptedException {
        try (OrderService service = new OrderService()) {
            service.start();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                threads.add(Thread.ofPlatform().start(() -> placeOrders(service)));
            }
            for (Thread thread : threads) {
                thread.join();
            }

            assertThat(service.placeOrder()).isEqualTo("order number 101");
        }
    }

    private static void placeOrders(OrderService service) {
        for (int i = 0; i < 25; i++) {
            service.placeOrder();
        }
    }

    @Test
    void the_order_service_says_when_nobody_counts() {
        try (OrderService service = new OrderService()) {
            assertThat(service.placeOrder()).isEqualTo("try again later: noproc");
            service.start();
            assertThat(service.placeOrder()).isEqualTo("order number 1");
            assertThat(service.closeTheDay()).isEqualTo(1);
        }
    }

    @Test
    void the_order_service_is_gone_when_it_is_closed() {
        OrderService service = new OrderService();
        service.start();
        service.close();

        assertThatIllegalStateException()
                .isThrownBy(service::placeOrder)
                .withMessage("node orders is closed");
    }
}
