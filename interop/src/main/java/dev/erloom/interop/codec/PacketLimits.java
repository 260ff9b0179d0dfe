// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.codec;

/**
 * How much a peer may make the decoder of a connection hold.
 *
 * @param terms what each message may make it do
 * @param openSequences how many fragmented messages may be incomplete at a time
 * @param fragmentBytes how many bytes of incomplete messages are held in all
 */
public record PacketLimits(DecodeLimits terms, int openSequences, long fragmentBytes) {

    /** {@link DecodeLimits#DEFAULT}, 1024 incomplete messages with 128 MiB in all. */
    public static final PacketLimits DEFAULT =
            new PacketLimits(DecodeLimits.DEFAULT, 1024, 128L * 1024 * 1024);

    /**
     * Makes limits.
     *
     * @throws IllegalArgumentException if a limit is less than 1
     */
    public PacketLimits {
        if (openSequences < 1) {
            throw new IllegalArgumentException(
                    "limit of open sequences must be > 0, was " + openSequences);
        }
        if (fragmentBytes < 1) {
            throw new IllegalArgumentException(
                    "limit of fragment bytes must be > 0, was " + fragmentBytes);
        }
    }

    /** {@return these limits with other limits for each message} */
    public PacketLimits withTerms(DecodeLimits limits) {
        return new PacketLimits(limits, openSequences, fragmentBytes);
    }

    /** {@return these limits with another number of incomplete messages} */
    public PacketLimits withOpenSequences(int limit) {
        return new PacketLimits(terms, limit, fragmentBytes);
    }

    /** {@return these limits with another number of bytes for all incomplete messages} */
    public PacketLimits withFragmentBytes(long limit) {
        return new PacketLimits(terms, openSequences, limit);
    }
}
