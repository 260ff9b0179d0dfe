// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.term;

import java.util.HashSet;
import java.util.List;

/**
 * A native record of OTP 29 or newer; Erlang's older records are tuples.
 *
 * @param definition the record's name, and the names of its fields
 * @param values one for each field, in the order of the names; immutable, a list given to the
 *     constructor is copied
 */
public record NativeRecordTerm(Definition definition, List<Term> values) implements CompoundTerm {

    /**
     * Makes a native record with a copy of {@code values}.
     *
     * @throws IllegalArgumentException if there are not as many values as fields
     */
    public NativeRecordTerm {
        values = Terms.copyOf(values);
        if (values.size() != definition.fields().size()) {
            throw new IllegalArgumentException(
                    "native record must have a value for each of its %d fields, had %d"
                            .formatted(definition.fields().size(), values.size()));
        }
    }

    /**
     * Says what a native record is called and which fields it has.
     *
     * @param module where the record is defined
     * @param name of the record within its module
     * @param exported whether other modules may look inside
     * @param fields different names, in order; immutable, a list given to the constructor is copied
     */
    public record Definition(
            AtomTerm module, AtomTerm name, boolean exported, List<AtomTerm> fields) {

        /**
         * Makes a definition.
         *
         * @throws IllegalArgumentException if a field's name occurs twice
         */
        public Definition {
            fields = List.copyOf(fields);
            if (new HashSet<>(fields).size() != fields.size()) {
                throw new IllegalArgumentException(
                        "fields of a native record must have different names, were " + fields);
            }
        }
    }

    @Override
    public int partCount() {
        return values.size();
    }

    @Override
    public Term part(int index) {
        return values.get(index);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NativeRecordTerm that && TermEquality.equal(this, that);
    }

    @Override
    public int hashCode() {
        return TermHash.of(this);
    }

    @Override
    public String toString() {
        return new ElixirPrinter().print(this);
    }
}
