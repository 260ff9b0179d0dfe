// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import java.net.Socket;

/**
 * A socket whose two ends have proved the cookie to each other. Nothing has been read past that.
 */
record AuthenticatedSocket(Socket socket, Handshaken handshaken) {}
