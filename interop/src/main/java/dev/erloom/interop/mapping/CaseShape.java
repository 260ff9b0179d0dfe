// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.mapping;

import java.util.List;

/** The shape of a record or an enum: what a sealed interface consists of. */
interface CaseShape extends Shape {

    /** {@return the record or enum} */
    JavaType.Plain type();

    /** {@return what terms of this shape look like at first sight} */
    List<Head> heads();

    /** {@return what terms of this shape look like, for messages} */
    String pattern();
}
