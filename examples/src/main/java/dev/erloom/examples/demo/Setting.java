// SPDX-License-Identifier: Apache-2.0
package dev.erloom.examples.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.erloom.interop.distribution.Cookie;
import dev.erloom.interop.distribution.NodeResolver;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Which two nodes meet, how they find each other, and how the neighbour is started. The names and
 * the cookie are new each time, so that nothing else on the machine is met.
 *
 * @param java the name of the Java node
 * @param neighbour the name of the other one
 * @param resolver finds the other one
 */
record Setting(
        String java,
        String neighbour,
        Ask.Language language,
        NodeResolver resolver,
        String cookie,
        List<String> command,
        Map<String, String> environment) {

    /** {@return the one with real Elixir: found through EPMD, which runs or is started} */
    static Setting withElixir(String elixir) throws IOException {
        String java = node("java");
        String cortex = node("cortex");
        String cookie = newCookie();
        return new Setting(
                java,
                cortex,
                Ask.Language.ELIXIR,
                NodeResolver.epmd(),
                cookie,
                List.of(elixir, "--name", cortex, "--cookie", cookie, "-e", script()),
                Map.of(
                        "DEMO_JAVA_NODE", java,
                        "ELIXIR_ERL_OPTIONS", "+fnu",
                        "ERL_CRASH_DUMP_SECONDS", "0"));
    }

    /** {@return the one with two JVMs: fixed ports, no EPMD} */
    static Setting withoutElixir() throws IOException {
        String java = node("java");
        String second = node("second");
        String cookie = newCookie();
        int[] ports = freePorts();
        return new Setting(
                java,
                second,
                Ask.Language.JAVA,
                NodeResolver.fixedPorts(Map.of(java, ports[0], second, ports[1])),
                cookie,
                java(second, Integer.toString(ports[1]), java, Integer.toString(ports[0])),
                Map.of(Cookie.VARIABLE, cookie));
    }

    /** {@return the command that runs {@link JavaNeighbour} as this program is run} */
    private static List<String> java(String... arguments) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String main = JavaNeighbour.class.getName();
        String modules = System.getProperty("jdk.module.path");
        List<String> program =
                modules == null
                        ? List.of("--class-path", System.getProperty("java.class.path"), main)
                        : List.of("--module-path", modules, "-m", "dev.erloom.examples/" + main);
        return Stream.of(List.of(java), program, List.of(arguments)).flatMap(List::stream).toList();
    }

    private static String node(String name) {
        return name + "-" + ProcessHandle.current().pid() + "@127.0.0.1";
    }

    private static String newCookie() {
        return HexFormat.of().toHexDigits(new SecureRandom().nextLong());
    }

    private static String script() throws IOException {
        try (InputStream script = Setting.class.getResourceAsStream("cortex.exs")) {
            return new String(Objects.requireNonNull(script, "cortex.exs").readAllBytes(), UTF_8);
        }
    }

    private static int[] freePorts() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (var one = new ServerSocket(0, 1, loopback);
                var other = new ServerSocket(0, 1, loopback)) {
            return new int[] {one.getLocalPort(), other.getLocalPort()};
        }
    }

    Neighbour startNeighbour() throws IOException {
        return Neighbour.start(neighbour, language, command, environment);
    }
}
