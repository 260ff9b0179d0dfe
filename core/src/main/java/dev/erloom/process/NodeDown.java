// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

/**
 * The connection to another node is gone; sent, after every signal of that node, to those who asked
 * with {@link Processes#monitorNodes}.
 *
 * @param node the name of the node
 */
public record NodeDown(String node) {}
