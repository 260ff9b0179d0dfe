// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.net.Socket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A name registered with EPMD, for as long as the connection to EPMD lasts; when it breaks, because
 * EPMD was restarted, it is registered anew. The creation stays the first one, as pids carry it.
 *
 * @otp erl_epmd
 */
final class EpmdRegistration implements NodeResolver.Registration {
    /** OTP's time between two attempts. */
    static final Duration PAUSE = Duration.ofSeconds(2);

    private static final Duration GOODBYE = Duration.ofSeconds(1);
    private static final System.Logger LOG = System.getLogger("dev.erloom.interop");

    private final Epmd epmd;
    private final TimeSource time;
    private final String name;
    private final int port;
    private final int creation;
    private final Object lock = new Object();
    private final Thread keeper;

    private @Nullable Socket live;
    private boolean closed;

    private EpmdRegistration(
            Epmd epmd, TimeSource time, String name, int port, Epmd.Registered first) {
        this.epmd = epmd;
        this.time = time;
        this.name = name;
        this.port = port;
        this.creation = first.creation();
        this.live = first.socket();
        this.keeper =
                Thread.ofVirtual()
                        .name("erloom-epmd " + name)
                        .unstarted(() -> keep(first.socket()));
    }

    /** Watches over {@code first}, from a thread that {@link #close} ends. */
    static EpmdRegistration keep(
            Epmd epmd, TimeSource time, String name, int port, Epmd.Registered first) {
        var registration = new EpmdRegistration(epmd, time, name, port, first);
        registration.keeper.start();
        return registration;
    }

    @Override
    public int creation() {
        return creation;
    }

    private void keep(Socket first) {
        @Nullable Socket socket = first;
        while (socket != null) {
            awaitEnd(socket);
            Deadline.closeQuietly(socket);
            if (!setLive(null)) {
                return;
            }
            LOG.log(Level.WARNING, "lost {0}: {1} is not registered", at(), name);
            socket = registerAgain();
        }
    }

    /** EPMD says nothing more until it ends or we do. */
    private static void awaitEnd(Socket socket) {
        try {
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "connection to EPMD broke", e);
        }
    }

    /** {@return the new connection, null when it is not wanted any more} */
    private @Nullable Socket registerAgain() {
        Level level = Level.WARNING;
        while (true) {
            try {
                time.sleep(PAUSE);
                Socket socket = epmd.register(name, port).socket();
                if (setLive(socket)) {
                    LOG.log(Level.INFO, "registered {0} with {1} again", name, at());
                    return socket;
                }
                Deadline.closeQuietly(socket);
                return null;
            } catch (InterruptedException e) {
                return null;
            } catch (DistributionException | IOException e) {
                LOG.log(level, "registering " + name + " again failed: " + e.getMessage());
                level = Level.DEBUG;
            }
        }
    }

    /** {@return false when the registration was closed} */
    private boolean setLive(@Nullable Socket socket) {
        synchronized (lock) {
            live = socket;
            return !closed;
        }
    }

    private String at() {
        return epmd.at(Epmd.loopback());
    }

    /** Returns when EPMD has seen it, so that the name can be registered again at once. */
    @Override
    public void close() {
        Socket last;
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
            last = live;
        }
        if (last == null) {
            keeper.interrupt();
            join();
            return;
        }
        try (var _ = Deadline.of(time, GOODBYE, last)) {
            last.shutdownOutput();
            join();
        } catch (IOException e) {
            Deadline.closeQuietly(last);
            join();
        }
    }

    private void join() {
        try {
            keeper.join();
        } catch (InterruptedException e) {
            keeper.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
