// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import org.jspecify.annotations.Nullable;

/** How a node uses EPMD; immutable. */
public final class EpmdOptions {
    private static final String VARIABLE = "ERL_EPMD_PORT";
    private static final int DEFAULT_PORT = 4369;

    private final int port;
    private final boolean start;

    private EpmdOptions(int port, boolean start) {
        this.port = Ports.check(port);
        this.start = start;
    }

    static EpmdOptions ofEnvironment() {
        return ofEnvironment(System.getenv(VARIABLE));
    }

    static EpmdOptions ofEnvironment(@Nullable String port) {
        if (port == null) {
            return new EpmdOptions(DEFAULT_PORT, true);
        }
        try {
            return new EpmdOptions(Integer.parseInt(port), true);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    VARIABLE + " must be a port from 1 to 65535, was \"" + port + "\"", e);
        }
    }

    /**
     * {@return these with the port where EPMD listens, here and on other hosts} By default that of
     * the environment variable {@code ERL_EPMD_PORT}, else 4369.
     *
     * @throws IllegalArgumentException when it is not from 1 to 65535
     */
    public EpmdOptions port(int port) {
        return new EpmdOptions(port, start);
    }

    /**
     * {@return these without the start of an EPMD when there is none on this machine} By default
     * {@code epmd -daemon} is run from the {@code PATH}, as a BEAM does; it stays when the program
     * ends.
     */
    public EpmdOptions withoutStart() {
        return new EpmdOptions(port, false);
    }

    int port() {
        return port;
    }

    boolean startsEpmd() {
        return start;
    }
}
