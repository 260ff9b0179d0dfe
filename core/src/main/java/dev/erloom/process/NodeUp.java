// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

/**
 * A connection to another node stands; sent to those who asked with {@link Processes#monitorNodes}.
 *
 * @param node the name of the node
 */
public record NodeUp(String node) {}
