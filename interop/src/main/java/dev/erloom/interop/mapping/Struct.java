// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.mapping;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that a record is an Elixir struct on the wire, or a map.
 *
 * <p>{@code @Struct("Elixir.Shop.Quote") record Quote(String symbol, BigDecimal unitPrice)} is
 * {@code %Shop.Quote{symbol: …, unit_price: …}}. Without a name the record is a map with the same
 * keys, {@code %{symbol: …, unit_price: …}}. Keys are the names of the components in snake_case, as
 * atoms. A term must have all of them; what it has besides is ignored. Only for records; not
 * together with {@link Tag}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Struct {

    /**
     * {@return the module that defines the struct, as Erlang spells it: {@code Shop.Quote} is
     * {@code "Elixir.Shop.Quote"}; "" for a map that is no struct}
     */
    String value() default "";
}
