// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import dev.erloom.interop.mapping.TermMapper;
import dev.erloom.interop.term.Term;
import dev.erloom.process.ExternalTerm;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** A term as it came, which the process that receives it maps to what it expects. */
record ReceivedTerm(Term term) implements ExternalTerm {

    @Override
    public Object toJava(Type type) {
        return TermMapper.fromTerm(term, type);
    }

    @Override
    public @Nullable Object toJavaOrNull(Type type) {
        return TermMapper.fromTermOrNull(term, type);
    }

    @Override
    public String toString() {
        return term.toString();
    }
}
