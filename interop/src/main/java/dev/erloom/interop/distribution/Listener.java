// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.function.Consumer;

/** Hands over the connections that come in at one address, until closed. */
final class Listener implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.erloom.interop");
    private static final int BACKLOG = 128;

    /** What may keep a connection from being accepted, like too many open files, may pass. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final ServerSocket server;
    private final TimeSource time;
    private final Consumer<Socket> handler;
    private final Thread thread;

    private Listener(ServerSocket server, TimeSource time, Consumer<Socket> handler) {
        this.server = server;
        this.time = time;
        this.handler = handler;
        this.thread =
                Thread.ofVirtual()
                        .name("erloom-listener " + server.getLocalPort())
                        .unstarted(this::listen);
    }

    /** Begins to hand over connections; those that came in before have waited. */
    void start() {
        thread.start();
    }

    /**
     * {@return the address for {@code port}, 0 for any free one, that only this machine reaches}
     */
    static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /**
     * Listens on {@code address} and, once started, calls {@code handler}, which must not block,
     * with each socket.
     *
     * @throws IOException when the address cannot be had
     */
    static Listener open(InetSocketAddress address, TimeSource time, Consumer<Socket> handler)
            throws IOException {
        var server = new ServerSocket();
        try {
            server.bind(address, BACKLOG);
        } catch (IOException e) {
            Deadline.closeQuietly(server);
            throw new IOException("cannot listen on " + address + ": " + e.getMessage(), e);
        }
        return new Listener(server, time, handler);
    }

    int port() {
        return server.getLocalPort();
    }

    private void listen() {
        while (!server.isClosed()) {
            try {
                handler.accept(server.accept());
            } catch (IOException e) {
                if (!server.isClosed()) {
                    LOG.log(Level.WARNING, "a connection could not be accepted", e);
                    pause();
                }
            }
        }
    }

    private void pause() {
        try {
            time.sleep(PAUSE);
        } catch (InterruptedException e) {
            Deadline.closeQuietly(server);
        }
    }

    /** Returns when no socket will be handed over any more. */
    @Override
    public void close() {
        Deadline.closeQuietly(server);
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
