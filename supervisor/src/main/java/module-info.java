// SPDX-License-Identifier: Apache-2.0

/** Supervision trees: processes that start, watch and restart other processes. */
@org.jspecify.annotations.NullMarked
module dev.erloom.supervisor {
    requires transitive dev.erloom.core;
    requires static transitive org.jspecify;

    exports dev.erloom.supervisor;
}
