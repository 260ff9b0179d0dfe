// SPDX-License-Identifier: Apache-2.0

/** The Erlang distribution protocol: a Java node as a member of an Erlang or Elixir cluster. */
@NullMarked
package dev.erloom.interop;

import org.jspecify.annotations.NullMarked;
