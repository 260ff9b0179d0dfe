// SPDX-License-Identifier: Apache-2.0
package dev.erloom.registry;

import dev.erloom.process.Pid;

/**
 * One registration: this process has this key. What is read from a registry is as it was a moment
 * ago; the process may have ended since.
 *
 * @param key the key
 * @param pid who has it
 * @param value what was registered with it; null when it was registered without a value
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public record Entry<K, V>(K key, Pid pid, V value) {}
