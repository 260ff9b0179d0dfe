// SPDX-License-Identifier: Apache-2.0

/**
 * Ports: programs of the operating system that belong to a process, which writes to their input and
 * finds their output in its mailbox.
 *
 * <p>Use a {@link Port} for a program that lives on beside the process, and {@link Port#cmd} for
 * one that is only run to its end. Do not use one for Java code: that is a process of its own, in
 * the same node and without pipes.
 *
 * {@snippet file="dev/erloom/port/PortExample.java" region="smallest"}
 *
 * <p>A null argument is a {@link NullPointerException} unless its description says otherwise. Ports
 * need a POSIX system.
 */
@NullMarked
package dev.erloom.port;

import org.jspecify.annotations.NullMarked;
