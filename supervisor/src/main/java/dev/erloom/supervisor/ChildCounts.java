// SPDX-License-Identifier: Apache-2.0
package dev.erloom.supervisor;

/**
 * What {@link Supervisor#countChildren} answers.
 *
 * @param specs how many children the supervisor knows, running or not
 * @param active how many of them run
 * @param supervisors how many of them are supervisors, running or not
 * @param workers how many of them are workers, running or not
 */
public record ChildCounts(int specs, int active, int supervisors, int workers) {}
