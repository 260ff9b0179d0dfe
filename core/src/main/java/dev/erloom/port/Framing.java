// SPDX-License-Identifier: Apache-2.0
package dev.erloom.port;

/** How the bytes of a program are cut into messages. */
public sealed interface Framing {

    /** No framing: a message is what one read has found. */
    record Stream() implements Framing {}

    /**
     * Packets, each behind its length as an unsigned big-endian number, in both directions.
     *
     * @param lengthBytes how long the number is: 1, 2 or 4 bytes
     */
    record Packet(int lengthBytes) implements Framing {
        /** Makes a framing; the length is 1, 2 or 4. */
        public Packet {
            if (lengthBytes != 1 && lengthBytes != 2 && lengthBytes != 4) {
                throw new IllegalArgumentException(
                        "the length of a packet must have 1, 2 or 4 bytes, was " + lengthBytes);
            }
        }

        /** {@return how many bytes one packet can hold} */
        long longest() {
            return (1L << (8 * lengthBytes)) - 1;
        }
    }

    /**
     * Lines of output, without their {@code \n} or {@code \r\n}. What is written is not framed.
     *
     * @param maxLength how many bytes a message holds at most; a longer line comes in parts
     */
    record Lines(int maxLength) implements Framing {
        /** Makes a framing; {@code maxLength} is positive. */
        public Lines {
            if (maxLength <= 0) {
                throw new IllegalArgumentException(
                        "the length of a line must be > 0, was " + maxLength);
            }
        }
    }
}
