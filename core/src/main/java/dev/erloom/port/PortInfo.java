// SPDX-License-Identifier: Apache-2.0
package dev.erloom.port;

import dev.erloom.process.Pid;

/**
 * What is known about an open port.
 *
 * @param name the program: a path, or a command line
 * @param id the number of the port, unique on its node
 * @param connected the owner
 * @param input how many bytes the port has read
 * @param output how many bytes were given to the port
 * @param queued how many of those the program has not taken yet
 * @param osPid the number of the operating system's process
 */
public record PortInfo(
        String name, long id, Pid connected, long input, long output, long queued, long osPid) {}
