// SPDX-License-Identifier: Apache-2.0
package dev.erloom.oracle;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** A test that needs a real Erlang. It fails where there is none, unless told to be left out. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@DisabledIfSystemProperty(
        named = "erloom.interop.skip",
        matches = "true",
        disabledReason = "-Derloom.interop.skip=true leaves out tests against a real BEAM")
@interface AgainstTheBeam {}
