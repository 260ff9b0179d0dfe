// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import dev.erloom.interop.term.Term;
import dev.erloom.process.Atom;
import dev.erloom.process.Border;
import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Gen;
import dev.erloom.process.Node;
import dev.erloom.process.Pid;
import dev.erloom.process.RegisteredName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes a node a member of an Erlang cluster, until closed.
 *
 * <p>The node is hidden: it does not show in {@code Node.list()} and takes no part in {@code
 * global}, and everything else works towards it and from it. Nodes connect on first use, as on the
 * BEAM; {@link #connect} only does it earlier. Any thread may use this.
 *
 * {@snippet :
 * try (Node node = Node.start();
 *         Distribution cluster = Distribution.start(node, "java@127.0.0.1", Cookie.fromFile())) {
 *     node.start(Counter::startLink); // GenServer.call({:counter, :"java@127.0.0.1"}, :get)
 *     node.join();
 * }
 * }
 *
 * @otp net_kernel
 */
public final class Distribution implements AutoCloseable {
    private final NodeName name;
    private final Node node;
    private final Border border;
    private final Connections connections;
    private final Acceptor acceptor;
    private final NodeResolver.Registration registration;
    private final Pid netKernel;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Options of {@link Distribution#start}; immutable.
     *
     * @param resolver finds other nodes; default EPMD
     * @param address where to listen; default the loopback address of this machine
     * @param tickTime how long a peer may be silent before its connection is given up; default 60
     *     s, as in OTP
     */
    public record Options(NodeResolver resolver, InetAddress address, Duration tickTime) {

        /** Makes options; {@code tickTime} is positive. */
        public Options {
            if (tickTime.isNegative() || tickTime.isZero()) {
                throw new IllegalArgumentException("tickTime must be > 0, was " + tickTime);
            }
        }

        private static Options standard() {
            return new Options(
                    NodeResolver.epmd(), InetAddress.getLoopbackAddress(), Duration.ofSeconds(60));
        }

        /** {@return these options with another way to find nodes} */
        public Options resolver(NodeResolver resolver) {
            return new Options(resolver, address, tickTime);
        }

        /**
         * {@return these options with another address to listen at} Whoever reaches it and has the
         * cookie owns this node.
         */
        public Options address(InetAddress address) {
            return new Options(resolver, address, tickTime);
        }

        /**
         * {@return these options with another tick time, which all nodes of a cluster should share}
         */
        public Options tickTime(Duration tickTime) {
            return new Options(resolver, address, tickTime);
        }
    }

    private Distribution(
            Node node,
            NodeName name,
            Acceptor acceptor,
            NodeResolver.Registration registration,
            Connections connections,
            Pid netKernel,
            Border border) {
        this.node = node;
        this.name = name;
        this.acceptor = acceptor;
        this.registration = registration;
        this.connections = connections;
        this.netKernel = netKernel;
        this.border = border;
    }

    private static Distribution join(Node node, NodeName name, Cookie cookie, Options with)
            throws IOException {
        InetSocketAddress address =
                new InetSocketAddress(with.address(), with.resolver().listenPort(name.toString()));
        Acceptor acceptor = Acceptor.bind(address, TimeSource.system(), Acceptor.Limits.DEFAULT);
        NodeResolver.@Nullable Registration registration = null;
        @Nullable Pid netKernel = null;
        @Nullable Distribution distribution = null;
        boolean joined = false;
        try {
            registration = with.resolver().register(name.toString(), acceptor.port());
            netKernel = NetKernel.start(node);
            Connections connections = new Connections(name);
            Border border = node.distribute(name.toString(), registration.creation(), connections);
            distribution =
                    new Distribution(
                            node, name, acceptor, registration, connections, netKernel, border);
            distribution.open(cookie, with);
            joined = true;
            return distribution;
        } finally {
            if (!joined) {
                giveUp(node, acceptor, registration, netKernel, distribution);
            }
        }
    }

    private static void giveUp(
            Node node,
            Acceptor acceptor,
            NodeResolver.@Nullable Registration registration,
            @Nullable Pid netKernel,
            @Nullable Distribution distribution) {
        if (distribution != null) {
            distribution.close();
            return;
        }
        acceptor.close();
        if (registration != null) {
            registration.close();
        }
        if (netKernel != null) {
            NetKernel.stop(node, netKernel);
        }
    }

    private void open(Cookie cookie, Options with) {
        TimeSource time = TimeSource.system();
        LocalNode self = new LocalNode(name, registration.creation(), Flags.HIDDEN, cookie);
        Challenges challenges = new Challenges();
        Dialer dialer =
                new Dialer(
                        self,
                        new Handshake(self, connections, challenges),
                        with.resolver(),
                        time,
                        TimedHandshake.SETUP_TIME);
        connections.use(
                new Connections.Parts(
                        border,
                        new MessageReader(border, connections, connections::sendNow, netKernel),
                        dialer,
                        FramedConnection.Settings.DEFAULT.tickTime(with.tickTime()),
                        time));
        border.onClose(this::close);
        acceptor.start(
                new HandshakeAcceptor(self, connections, challenges), connections::establish);
    }

    /**
     * Puts a node on the network with default options.
     *
     * @throws DistributionException as {@link #start(Node, String, Cookie, UnaryOperator)} does
     */
    public static Distribution start(Node node, String name, Cookie cookie) {
        return start(node, name, cookie, with -> with);
    }

    /**
     * Puts a node on the network: listens, makes the name known, and lets those in who know the
     * cookie.
     *
     * @param name the node's name, {@code name@host}; the pids it has so far stay equal
     * @throws IllegalArgumentException when {@code name} is no node name
     * @throws IllegalStateException when the node is on the network already, or closed
     * @throws DistributionException when the name is taken, or the network cannot be used
     * @otp net_kernel:start/2
     */
    public static Distribution start(
            Node node, String name, Cookie cookie, UnaryOperator<Options> with) {
        NodeName parsed = NodeName.parse(name);
        try {
            return join(node, parsed, cookie, with.apply(Options.standard()));
        } catch (IOException e) {
            throw new DistributionException(
                    DistributionException.Reason.NETWORK,
                    "node " + name + " could not join: " + e.getMessage(),
                    e);
        }
    }

    /** {@return the node's name} */
    public String name() {
        return name.toString();
    }

    /** {@return the port that this node listens on} */
    public int port() {
        return acceptor.port();
    }

    /**
     * Connects to a node, if there is no connection yet, and waits for it.
     *
     * @return whether there is a connection; the log says why not
     * @throws IllegalArgumentException when {@code node} is no node name
     * @throws ExitException when the calling thread is interrupted
     * @otp net_kernel:connect_node/1
     */
    public boolean connect(String node) {
        NodeName peer = NodeName.parse(node);
        if (peer.equals(name)) {
            return true;
        }
        try {
            return connections.connect(peer).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExitException(ExitReason.of(new Atom("interrupted")));
        } catch (ExecutionException e) {
            throw new IllegalStateException("connecting to " + node + " failed", e);
        }
    }

    /**
     * Ends the connection to a node, once what waits for it is sent. The next signal connects
     * again.
     *
     * @return whether there was one
     * @otp erlang:disconnect_node/1
     */
    public boolean disconnect(String node) {
        try {
            return connections.disconnect(NodeName.parse(node));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExitException(ExitReason.of(new Atom("interrupted")));
        }
    }

    /**
     * Asks a node whether it answers, connecting if need be.
     *
     * @return whether it does, within 5 s
     * @otp net_adm:ping/1
     */
    public boolean ping(String node) {
        if (!connect(node)) {
            return false;
        }
        try {
            Term question = NetKernel.ping(name.toString());
            Object answer = call(new RegisteredName(NetKernel.NAME, node), question);
            return Term.atom("yes").equals(answer);
        } catch (ExitException failed) {
            return false;
        }
    }

    private Object call(RegisteredName server, Term request) {
        return node.call(() -> {
            Object reply = Gen.call(server, request, Gen.DEFAULT_TIMEOUT, _ -> Term.class);
            return reply == null ? Term.atom("nil") : reply;
        });
    }

    /**
     * {@return the nodes that this one is connected to, in no order}
     *
     * @otp erlang:nodes/1
     */
    public List<String> nodes() {
        return connections.connected();
    }

    /**
     * Takes the node off the network: what waits is sent, each connection ends, and links and
     * monitors across them break with {@code noconnection}. The node itself lives on under its old
     * name. Closing twice is closing once; closing the node closes this as well.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        acceptor.close();
        try {
            connections.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        registration.close();
        try {
            NetKernel.stop(node, netKernel);
        } finally {
            border.close();
        }
    }

    @Override
    public String toString() {
        return "distribution of " + name;
    }
}
