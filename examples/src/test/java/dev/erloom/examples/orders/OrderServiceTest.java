// SPDX-License-Identifier: Apache-2.0
package dev.erloom.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.erloom.examples.testing.Document;
import dev.erloom.examples.testing.Output;
import dev.erloom.testing.LogCapture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class OrderServiceTest {
    @Test
    void numbers_the_orders() throws Exception {
        List<String> output = Output.of(OrderService::main);

        assertThat(output).containsExactly("order number 1", "order number 2", "[Ada, Grace]");
        assertThat(Document.EXAMPLES.blocks("")).contains(String.join("\n", output));
    }

    @Test
    void any_number_of_threads_may_order_at_once() throws Exception {
        List<Callable<String>> orders = new ArrayList<>();
        List<String> numbers = new ArrayList<>();
        try (OrderService service = new OrderService();
                var web = Executors.newFixedThreadPool(8)) {
            for (int i = 1; i <= 200; i++) {
                numbers.add("order number " + i);
                orders.add(() -> service.place("somebody"));
            }

            List<String> answers = new ArrayList<>();
            for (Future<String> answer : web.invokeAll(orders)) {
                answers.add(answer.get());
            }

            assertThat(answers).containsExactlyInAnyOrderElementsOf(numbers);
        }
    }

    @Test
    void a_caller_hears_of_a_crash_and_the_next_one_finds_a_new_book() throws Exception {
        try (OrderService service = new OrderService();
                LogCapture log =
                        LogCapture.of(
                                "dev.erloom.process",
                                "dev.erloom.server",
                                "dev.erloom.supervisor")) {
            service.place("Ada");

            assertThat(service.place(" "))
                    .startsWith("try again later: ")
                    .contains("an order needs a customer");

            assertThat(service.isHealthy()).isTrue();
            assertThat(log.await("child_terminated").text()).contains("orders");
            assertThat(service.place("Grace")).isEqualTo("order number 1");
        }
    }

    @Test
    void nobody_orders_from_a_closed_service() {
        OrderService service = new OrderService();
        service.close();

        assertThatThrownBy(() -> service.place("Ada")).isInstanceOf(IllegalStateException.class);
    }
}
