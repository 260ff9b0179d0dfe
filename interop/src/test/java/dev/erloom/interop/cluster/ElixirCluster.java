// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.cluster;

import dev.erloom.interop.distribution.Cookie;
import dev.erloom.interop.distribution.Distribution;
import dev.erloom.interop.distribution.NodeResolver;
import dev.erloom.interop.testing.Beam;
import dev.erloom.interop.testing.PortMapper;
import dev.erloom.process.Node;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** One Elixir node for all tests of a class, and a Java node for each of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // JUnit sets them before each test
abstract class ElixirCluster {
    static final String JAVA = "java@127.0.0.1";
    static final String ELIXIR = "ex@127.0.0.1";
    static final Cookie COOK = Cookie.of("cook");

    @Parameter Beam.Release release;
    PortMapper mapper;
    ElixirNode elixir;
    Node node;
    Distribution net;

    @BeforeParameterizedClassInvocation
    void start() {
        mapper = PortMapper.start(release);
        elixir = ElixirNode.start(release, mapper, ELIXIR);
        elixir.eval("j = :\"" + JAVA + "\"");
    }

    Distribution join(Node node, String name) {
        return join(node, name, with -> with);
    }

    Distribution join(Node node, String name, UnaryOperator<Distribution.Options> with) {
        NodeResolver resolver = NodeResolver.epmd(epmd -> epmd.port(mapper.port()).withoutStart());
        return Distribution.start(
                node, name, COOK, options -> with.apply(options.resolver(resolver)));
    }

    @BeforeEach
    void join() {
        node = Node.start();
        net = join(node, JAVA);
    }

    /** Takes the Java node away, and what its end left in the mailbox of the Elixir process. */
    @AfterEach
    void leave() {
        net.close();
        node.close();
        elixir.eval(
                """
                flush = fn flush -> receive do _ -> flush.(flush) after 0 -> :ok end end
                flush.(flush)
                """);
    }

    @AfterParameterizedClassInvocation
    void end() {
        elixir.close();
        mapper.close();
    }
}
