// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.term;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/** A binary: bytes, or what Elixir calls a string where they are UTF-8. */
public final class BinaryTerm implements Term {

    /** The binary without bytes. */
    public static final BinaryTerm EMPTY = new BinaryTerm(new byte[0]);

    private final byte[] bytes;

    private BinaryTerm(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Returns a binary with a copy of {@code bytes}. */
    public static BinaryTerm of(byte[] bytes) {
        return copyOf(bytes, 0, bytes.length);
    }

    /**
     * Returns a binary with the UTF-8 of {@code text}.
     *
     * @throws IllegalArgumentException if {@code text} holds half of a surrogate pair
     */
    public static BinaryTerm of(String text) {
        return text.isEmpty() ? EMPTY : new BinaryTerm(Utf8.encode(text));
    }

    /**
     * Returns a binary with a copy of {@code source} from index {@code from} up to but without
     * {@code to}.
     *
     * @throws IndexOutOfBoundsException if the range is not inside {@code source}
     */
    public static BinaryTerm copyOf(byte[] source, int from, int to) {
        Objects.checkFromToIndex(from, to, source.length);
        return from == to ? EMPTY : new BinaryTerm(Arrays.copyOfRange(source, from, to));
    }

    /** {@return the number of bytes} */
    public int size() {
        return bytes.length;
    }

    /**
     * {@return the byte at {@code index}}
     *
     * @throws IndexOutOfBoundsException if there is none
     */
    public byte get(int index) {
        return bytes[index];
    }

    /** {@return a copy of the bytes} */
    public byte[] toBytes() {
        return bytes.clone();
    }

    /** {@return the bytes read as UTF-8, or empty where they are not UTF-8} */
    public Optional<String> text() {
        return Optional.ofNullable(Utf8.decode(bytes, 0, bytes.length));
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
        return other instanceof BinaryTerm that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return TermHash.of(bytes, Byte.SIZE);
    }

    @Override
    public String toString() {
        return new ElixirPrinter().print(this);
    }

    byte[] shared() {
        return bytes;
    }
}
