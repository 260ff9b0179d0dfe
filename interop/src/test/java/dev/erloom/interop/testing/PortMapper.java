// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A real EPMD on a port of its own, so that tests meet neither each other nor the machine's. */
public final class PortMapper implements AutoCloseable {
    private final int port;
    private final Beam epmd;

    private PortMapper(int port, Beam epmd) {
        this.port = port;
        this.epmd = epmd;
    }

    /** Starts the EPMD of {@code release} on a free port. */
    public static PortMapper start(Beam.Release release) {
        return start(release, freePort());
    }

    /** Starts the EPMD of {@code release} on {@code port}; on return it listens. */
    public static PortMapper start(Beam.Release release, int port) {
        Beam epmd =
                release.program(
                        "sh", "-c", "exec epmd -d -d -address 127.0.0.1 -port " + port + " 2>&1");
        while (!epmd.readLine().contains("entering the main select() loop")) {
            Thread.onSpinWait();
        }
        // what it goes on to print must not fill the pipe, or it would stop
        Thread.startVirtualThread(() -> drop(epmd.stdout()));
        return new PortMapper(port, epmd);
    }

    private static void drop(InputStream printed) {
        try {
            printed.transferTo(OutputStream.nullOutputStream());
        } catch (IOException _) {
            // it was ended, and its output with it
        }
    }

    /** {@return a port that nothing listens on now} */
    public static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return where it listens} */
    public int port() {
        return port;
    }

    /** Ends it, and with it all registrations. */
    @Override
    public void close() {
        epmd.close();
    }
}
