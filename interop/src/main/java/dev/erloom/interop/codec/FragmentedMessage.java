// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.codec;

/**
 * The fragments of a large message that are still to be sent. Other messages of the connection may
 * be sent in between; they are independent of the encoder that made them. Used by one thread at a
 * time.
 */
public final class FragmentedMessage {

    private final WireBuffer body;
    private final long sequence;
    private int at;
    private long left;

    /** Takes {@code body} over; everything before {@code at} has been sent. */
    FragmentedMessage(WireBuffer body, int at, long sequence, long left) {
        this.body = body;
        this.at = at;
        this.sequence = sequence;
        this.left = left;
    }

    /** {@return whether fragments are left to be sent} */
    public boolean hasNext() {
        return left > 0;
    }

    /**
     * Appends the next fragment as a complete packet with its four bytes of length to {@code out}.
     *
     * @throws IllegalStateException if none is left
     */
    public void writeNext(WireBuffer out) {
        if (left == 0) {
            throw new IllegalStateException("the last fragment has been written");
        }
        int size = Math.min(PacketEncoder.FRAGMENT_SIZE, body.size() - at);
        out.write4(2 + 8 + 8 + size);
        out.write1(Tag.VERSION);
        out.write1(Tag.FRAGMENT);
        out.write8(sequence);
        out.write8(left--);
        out.writeBytes(body, at, at + size);
        at += size;
    }
}
