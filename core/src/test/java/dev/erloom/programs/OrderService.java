// SPDX-License-Identifier: Apache-2.0
package dev.erloom.programs;

import dev.erloom.process.ExitException;
import dev.erloom.process.Node;
import dev.erloom.server.ServerRef;

/** A bean of a framework: it has a node, ordinary threads call into it, closing it ends all. */
public final class OrderService implements AutoCloseable {
    private final Node node = Node.start(with -> with.name("orders"));
    private final ServerRef<Counter.Message> orders = Counter.COUNTER.on(node);

    /** Starts what the service needs; {@code @PostConstruct}. */
    public void start() {
        node.start(Counter::startLink);
    }

    /** {@return the number of a new order, or why there is none} Any thread of the web server. */
    public String placeOrder() {
        orders.cast(new Counter.Increment(1));
        try {
            return "order number " + orders.call(new Counter.Get());
        } catch (ExitException failed) {
            return "try again later: " + failed.reason().root();
        }
    }

    /** {@return how many orders there were; from now on there is none} */
    public long closeTheDay() {
        return orders.call(new Counter.Close());
    }

    /** Ends it all; {@code @PreDestroy}. */
    @Override
    public void close() {
        node.close();
    }
}
