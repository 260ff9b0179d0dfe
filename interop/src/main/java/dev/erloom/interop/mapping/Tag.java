// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.mapping;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which atom a record has on the wire, where its own name in snake_case is not the right one.
 *
 * <p>{@code @Tag("error") record Failed(Why why)} is {@code {:error, why}}. With the empty string
 * the record is a tuple without an atom: {@code @Tag("") record Point(int x, int y)} is {@code {x,
 * y}}. Only for records; not together with {@link Struct}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Tag {

    /** {@return the atom as Erlang spells it, at most 255 characters, or "" for none} */
    String value();
}
