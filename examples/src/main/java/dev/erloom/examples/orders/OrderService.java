// SPDX-License-Identifier: Apache-2.0
package dev.erloom.examples.orders;

import dev.erloom.examples.orders.OrderBook.Customers;
import dev.erloom.examples.orders.OrderBook.Place;
import dev.erloom.process.ExitException;
import dev.erloom.process.Node;
import dev.erloom.server.ServerRef;
import dev.erloom.supervisor.ChildCounts;
import dev.erloom.supervisor.Supervisor;
import java.util.List;

/**
 * A component of an ordinary program: it owns a node with a supervision tree, and any thread calls
 * into it. Its methods could be those of a servlet, its life that of a bean.
 */
public final class OrderService implements AutoCloseable {
    private final Node node = Node.start(with -> with.name("orders"));
    private final ServerRef<OrderBook.Message> orders = OrderBook.ORDERS.on(node);
    private final Supervisor tree =
            node.start(
                    () -> Supervisor.startLink(with -> with.child("orders", OrderBook::startLink)));

    /** Any thread. */
    public String place(String customer) {
        try {
            return "order number " + orders.call(new Place(customer));
        } catch (ExitException failed) {
            return "try again later: " + failed.reason().root();
        }
    }

    /** {@return who has placed an order since the book was opened, in order} */
    public List<String> customers() {
        return orders.call(new Customers());
    }

    /**
     * {@return whether everything runs; asks the supervisor, so a restart under way is waited for}
     */
    public boolean isHealthy() {
        ChildCounts children = tree.countChildren();
        return children.active() == children.specs();
    }

    /** Ends the tree, and everything it has started. */
    @Override
    public void close() {
        node.close();
    }

    static void main() throws InterruptedException {
        try (OrderService service = new OrderService()) {
            Thread web = Thread.ofPlatform().start(() -> IO.println(service.place("Ada")));
            web.join();
            IO.println(service.place("Grace"));
            IO.println(service.customers());
        }
    }
}
