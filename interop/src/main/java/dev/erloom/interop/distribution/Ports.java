// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

/** The rule for port numbers that stand for one port. */
final class Ports {
    private Ports() {}

    static int check(int port) {
        if (port < 1 || port > 0xFFFF) {
            throw new IllegalArgumentException("port must be from 1 to 65535, was " + port);
        }
        return port;
    }
}
