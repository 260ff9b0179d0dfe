// SPDX-License-Identifier: Apache-2.0
package dev.erloom.supervisor;

/** Which siblings a child takes along when it is restarted. */
public enum Strategy {

    /** None. */
    ONE_FOR_ONE,

    /** All: they are stopped, the youngest first, and then all are started in start order. */
    ONE_FOR_ALL,

    /** Those that were started after it: they are stopped, and started again in start order. */
    REST_FOR_ONE
}
