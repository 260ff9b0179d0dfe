// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** Finds nodes through the EPMD of their host. */
final class EpmdResolver implements NodeResolver {
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int ATTEMPTS = 100;

    private final EpmdOptions options;
    private final TimeSource time;
    private final Epmd epmd;
    private final String command;

    EpmdResolver(EpmdOptions options, TimeSource time) {
        this(options, time, "epmd");
    }

    EpmdResolver(EpmdOptions options, TimeSource time, String command) {
        this.options = options;
        this.time = time;
        this.epmd = new Epmd(options.port(), time);
        this.command = command;
    }

    @Override
    public Optional<InetSocketAddress> resolve(String node) throws IOException {
        NodeName name = NodeName.parse(node);
        InetAddress host = InetAddress.getByName(name.host());
        OptionalInt port;
        try {
            port = epmd.portOf(host, name.name());
        } catch (ConnectException e) {
            throw new IOException(epmd.at(host) + " does not answer: " + e.getMessage(), e);
        }
        return port.isPresent()
                ? Optional.of(new InetSocketAddress(host, port.getAsInt()))
                : Optional.empty();
    }

    @Override
    public Registration register(String node, int port) throws IOException {
        String name = NodeName.parse(node).name();
        return EpmdRegistration.keep(epmd, time, name, port, registered(name, port));
    }

    private Epmd.Registered registered(String name, int port) throws IOException {
        try {
            return epmd.register(name, port);
        } catch (ConnectException e) {
            String silent = epmd.at(Epmd.loopback()) + " does not answer";
            if (!options.startsEpmd()) {
                throw new IOException(silent + ", and it is not to be started", e);
            }
            try {
                EpmdDaemon.start(command, options.port());
                return registerWhenListening(name, port);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while EPMD was started");
            } catch (IOException failed) {
                failed.addSuppressed(e);
                throw new IOException(
                        silent
                                + ", and could not be started: "
                                + failed.getMessage()
                                + "; nodes with fixed ports need none",
                        failed);
            }
        }
    }

    /** The daemon detaches before it listens, and says nothing when it does. */
    private Epmd.Registered registerWhenListening(String name, int port)
            throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return epmd.register(name, port);
            } catch (ConnectException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                time.sleep(PAUSE);
            }
        }
    }
}
