// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import org.jspecify.annotations.Nullable;

/**
 * Options of {@link Processes#monitor(Address, java.util.function.UnaryOperator)}; immutable.
 *
 * @param tag what stands in the place of {@code DOWN}, or null for a plain {@link Down}
 * @param alias the mode of the alias that the monitor's reference shall also be, or null for none
 */
public record MonitorOptions(@Nullable Object tag, @Nullable AliasMode alias) {

    static final MonitorOptions NONE = new MonitorOptions(null, null);

    /** {@return these options with a tag: the process gets a {@link TaggedDown}} */
    public MonitorOptions tag(Object tag) {
        return new MonitorOptions(tag, alias);
    }

    /**
     * {@return these options with the reference as an alias of the watching process too} A monitor
     * of oneself is none.
     */
    public MonitorOptions alias(AliasMode mode) {
        return new MonitorOptions(tag, mode);
    }
}
