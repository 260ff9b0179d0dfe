// SPDX-License-Identifier: Apache-2.0

/** The Erlang distribution protocol: a Java node as a member of an Erlang or Elixir cluster. */
@org.jspecify.annotations.NullMarked
module dev.erloom.interop {
    requires transitive dev.erloom.core;
    requires static transitive org.jspecify;

    exports dev.erloom.interop.codec;
    exports dev.erloom.interop.distribution;
    exports dev.erloom.interop.mapping;
    exports dev.erloom.interop.term;
}
