// SPDX-License-Identifier: Apache-2.0

/** What tests against real Erlang nodes share: starting a BEAM, and terms to give it. */
@NullMarked
package dev.erloom.interop.testing;

import org.jspecify.annotations.NullMarked;
