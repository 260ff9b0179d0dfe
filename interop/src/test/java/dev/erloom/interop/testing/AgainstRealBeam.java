// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs a test class once for each release of the matrix. Fails where no BEAM can be run, unless
 * {@code -Derloom.interop.skip=true} was given.
 *
 * <p>The class has a constructor parameter of type {@link Beam.Release}, and a method {@code static
 * Stream<Beam.Release> releases()} that returns {@link Beam#releases}: JUnit may call it there, but
 * not in this package, which the module does not open.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass(name = "{0}")
@MethodSource("releases")
@DisabledIfSystemProperty(
        named = "erloom.interop.skip",
        matches = "true",
        disabledReason = "-Derloom.interop.skip=true leaves out tests against a real BEAM")
public @interface AgainstRealBeam {}
