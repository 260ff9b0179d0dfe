// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.erloom.interop.distribution.DistributionException.Reason;
import dev.erloom.interop.distribution.NodeResolver.Registration;
import dev.erloom.interop.testing.AgainstRealBeam;
import dev.erloom.interop.testing.Beam;
import dev.erloom.interop.testing.ErlangNode;
import dev.erloom.interop.testing.PortMapper;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@AgainstRealBeam
class EpmdAgainstRealOneTest {
    private static final String JAVA = "java@127.0.0.1";

    private final Beam.Release release;
    private final PortMapper mapper;
    private final NodeResolver resolver;

    EpmdAgainstRealOneTest(Beam.Release release) {
        this.release = release;
        this.mapper = PortMapper.start(release);
        this.resolver = resolver(mapper.port(), TimeSource.system());
    }

    static Stream<Beam.Release> releases() {
        return Beam.releases();
    }

    private static EpmdResolver resolver(int port, TimeSource time) {
        return new EpmdResolver(EpmdOptions.ofEnvironment(String.valueOf(port)), time);
    }

    @AfterEach
    void close() {
        mapper.close();
    }

    @Test
    void makes_a_node_known_until_it_is_closed() throws Exception {
        try (Registration registration = resolver.register(JAVA, 5555)) {
            assertThat(registration.creation()).isNotZero();
            assertThat(resolver.resolve(JAVA))
                    .contains(new InetSocketAddress(Epmd.loopback(), 5555));
            assertThat(new Epmd(mapper.port(), TimeSource.system()).names(Epmd.loopback()))
                    .containsExactly(new Epmd.Entry("java", 5555));
        }
        assertThat(resolver.resolve(JAVA)).isEmpty();
    }

    @Test
    void knows_a_real_node() throws Exception {
        assertThat(resolver.resolve("o@127.0.0.1")).isEmpty();
        try (ErlangNode node = ErlangNode.start(release, mapper, "o@127.0.0.1", "cook")) {
            assertThat(resolver.resolve(node.name())).isPresent();
        }
    }

    @Test
    void says_that_the_name_is_taken() throws Exception {
        try (Registration first = resolver.register(JAVA, 5555)) {
            assertThatThrownBy(() -> resolver.register(JAVA, 5556))
                    .isInstanceOfSatisfying(
                            DistributionException.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.NAME_TAKEN))
                    .hasMessage(
                            "a node \"java\" is already registered with EPMD at 127.0.0.1:"
                                    + mapper.port());
            assertThat(resolver.resolve(JAVA))
                    .contains(new InetSocketAddress(Epmd.loopback(), 5555));
            assertThat(first.creation()).isNotZero();
        }
    }

    @Test
    void can_have_the_name_again_as_soon_as_it_was_closed() throws Exception {
        int creation = 0;
        for (int i = 0; i < 10; i++) {
            try (Registration registration = resolver.register(JAVA, 5555)) {
                assertThat(registration.creation()).isNotEqualTo(creation);
                creation = registration.creation();
            }
        }
    }

    @Test
    void registers_with_an_epmd_that_was_restarted_and_keeps_its_creation() throws Exception {
        var time = new ManualTime();
        try (var log = new LogCapture();
                Registration registration = resolver(mapper.port(), time).register(JAVA, 5555)) {
            int creation = registration.creation();
            mapper.close();
            log.await("lost EPMD");
            time.awaitTimers(1);

            try (PortMapper restarted = PortMapper.start(release, mapper.port())) {
                time.advance(EpmdRegistration.PAUSE.minus(Duration.ofMillis(1)));
                assertThat(resolver.resolve(JAVA)).isEmpty();
                time.advance(Duration.ofMillis(1));
                log.await("INFO registered java with EPMD at 127.0.0.1:" + restarted.port());

                assertThat(resolver.resolve(JAVA)).isPresent();
                assertThat(registration.creation()).isEqualTo(creation);
            }
        }
    }

    @Test
    void goes_on_trying_while_there_is_no_epmd() throws Exception {
        var time = new ManualTime();
        try (var log = new LogCapture();
                Registration registration = resolver(mapper.port(), time).register(JAVA, 5555)) {
            mapper.close();
            log.await("lost EPMD");
            for (int i = 0; i < 3; i++) {
                time.awaitTimer(EpmdRegistration.PAUSE); // not that of an attempt
                time.advance(EpmdRegistration.PAUSE);
            }
            time.awaitTimer(EpmdRegistration.PAUSE);

            try (PortMapper restarted = PortMapper.start(release, mapper.port())) {
                time.advance(EpmdRegistration.PAUSE);
                log.await("INFO registered java with EPMD at 127.0.0.1:" + restarted.port());
                assertThat(registration.creation()).isNotZero();
            }
        }
    }

    @Test
    void starts_an_epmd_when_there_is_none() throws Exception {
        mapper.close();
        try (Registration registration = resolver.register(JAVA, 5555)) {
            assertThat(registration.creation()).isNotZero();
            assertThat(resolver.resolve(JAVA)).isPresent();
        } finally {
            String port = String.valueOf(mapper.port());
            try (Beam kill = release.program("epmd", "-port", port, "-kill")) {
                assertThat(kill.readAll()).contains("Killed");
            }
        }
    }
}
