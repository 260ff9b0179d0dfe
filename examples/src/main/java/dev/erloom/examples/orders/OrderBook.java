// SPDX-License-Identifier: Apache-2.0
package dev.erloom.examples.orders;

import dev.erloom.process.StartResult;
import dev.erloom.server.Call;
import dev.erloom.server.GenServer;
import dev.erloom.server.Name;
import dev.erloom.server.ServerRef;
import java.util.ArrayList;
import java.util.List;

/** The orders of a shop. Only its process touches the list, so nothing needs a lock. */
record OrderBook() implements GenServer<OrderBook.Message, List<String>> {
    static final Name<Message> ORDERS = Name.of("orders");

    sealed interface Message {}

    /** A question, and what it is answered with; spares each request the protocol's name. */
    sealed interface Asks<R> extends Message, Call<Message, R> {}

    /** Answered with the number of the order. A blank name is too much for this book. */
    record Place(String customer) implements Asks<Integer> {}

    record Customers() implements Asks<List<String>> {}

    static StartResult<ServerRef<Message>> startLink() {
        return GenServer.startLink(new OrderBook(), ORDERS);
    }

    @Override
    public Init<List<String>> init() {
        return ok(new ArrayList<>());
    }

    @Override
    public Next<List<String>> handle(Message message, List<String> orders) {
        return switch (message) {
            case Place place when place.customer.isBlank() ->
                    throw new IllegalArgumentException("an order needs a customer");
            case Place place -> {
                orders.add(place.customer);
                yield reply(place, orders.size(), orders);
            }
            case Customers customers -> reply(customers, List.copyOf(orders), orders);
        };
    }
}
