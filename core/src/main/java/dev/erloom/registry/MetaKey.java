// SPDX-License-Identifier: Apache-2.0
package dev.erloom.registry;

/**
 * Names one value that belongs to a registry as a whole. Keys are equal when both parts are.
 *
 * @param name what it is called
 * @param type its type
 * @param <T> its type
 */
public record MetaKey<T>(String name, Class<T> type) {}
