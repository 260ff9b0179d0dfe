// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.term;

import java.util.Arrays;

/** A bitstring whose length is not a whole number of bytes; others are {@link BinaryTerm}. */
public final class BitStringTerm implements Term {

    private final byte[] bytes;
    private final int lastBits;

    private BitStringTerm(byte[] bytes, int lastBits) {
        this.bytes = bytes;
        this.lastBits = lastBits;
    }

    /**
     * Returns the bitstring of {@code bytes}, which are copied, with only the {@code lastBits}
     * highest bits of the last byte.
     *
     * @param bytes at least one; the unused bits of the last do not matter
     * @param lastBits from 1 to 7
     * @throws IllegalArgumentException if {@code bytes} is empty or {@code lastBits} out of range
     */
    public static BitStringTerm of(byte[] bytes, int lastBits) {
        return copyOf(bytes, 0, bytes.length, lastBits);
    }

    /**
     * Returns the bitstring of the bytes of {@code source} from index {@code from} up to but
     * without {@code to}, with only the {@code lastBits} highest bits of the last byte.
     *
     * @throws IllegalArgumentException if the range is empty or {@code lastBits} is not from 1 to 7
     * @throws IndexOutOfBoundsException if the range is not inside {@code source}
     */
    public static BitStringTerm copyOf(byte[] source, int from, int to, int lastBits) {
        if (from >= to) {
            throw new IllegalArgumentException("bitstring must have at least one byte");
        }
        if (lastBits < 1 || lastBits > 7) {
            throw new IllegalArgumentException(
                    "bits of the last byte must be from 1 to 7, were " + lastBits);
        }
        byte[] bytes = Arrays.copyOfRange(source, from, to);
        bytes[bytes.length - 1] &= (byte) (0xff00 >> lastBits);
        return new BitStringTerm(bytes, lastBits);
    }

    /** {@return the number of bytes, the incomplete last one included} */
    public int size() {
        return bytes.length;
    }

    /** {@return how many of the highest bits of the last byte belong to the bitstring: 1 to 7} */
    public int lastBits() {
        return lastBits;
    }

    /** {@return the number of bits} */
    public long bitSize() {
        return 8L * (bytes.length - 1) + lastBits;
    }

    /** {@return a copy of the bytes; unused bits of the last are 0} */
    public byte[] toBytes() {
        return bytes.clone();
    }

    /**
     * Copies all bytes to {@code target}, from index {@code at} on.
     *
     * @throws IndexOutOfBoundsException if they do not fit
     */
    public void copyTo(byte[] target, int at) {
        System.arraycopy(bytes, 0, target, at, bytes.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BitStringTerm that
                && lastBits == that.lastBits
                && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return TermHash.of(bytes, lastBits);
    }

    @Override
    public String toString() {
        return new ElixirPrinter().print(this);
    }

    byte[] shared() {
        return bytes;
    }
}
