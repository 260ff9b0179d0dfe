// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.codec;

import dev.erloom.interop.term.Term;
import dev.erloom.interop.term.TupleTerm;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes the packets of one connection: keeps track of the peer's atom cache, and splits large
 * messages.
 *
 * <p>The cache changes with each message, so packets must reach the peer in the order in which they
 * were written, by one thread at a time.
 */
public final class PacketEncoder {

    /** Control message and payload together: what is larger is split into parts of this size. */
    static final int FRAGMENT_SIZE = 64 * 1024;

    private static final int KEPT_BYTES = 4 * FRAGMENT_SIZE;

    private final PacketForm form;
    private final @Nullable AtomCacheWriter atoms;
    private final TermWriter terms;
    private WireBuffer body = new WireBuffer();

    /** Makes an encoder for a connection whose peer has an empty cache. */
    public PacketEncoder(PacketForm form) {
        this.form = form;
        this.atoms = form.atomCache() ? new AtomCacheWriter() : null;
        this.terms = new TermWriter(atoms, form.nativeRecords());
    }

    /**
     * Appends a message to {@code out}, all of it, as complete packets with their four bytes of
     * length.
     *
     * @param payload null for an operation without one
     * @param sequence tells the fragments of this message from those of others: any number but 0
     *     that names no other unfinished message
     * @throws IllegalArgumentException if the message cannot be written for this peer, or is too
     *     large; {@code out} and the cache are then as they were
     */
    public void encode(TupleTerm control, @Nullable Term payload, long sequence, WireBuffer out) {
        Optional<FragmentedMessage> rest = begin(control, payload, sequence, out);
        if (rest.isPresent()) {
            FragmentedMessage fragments = rest.get();
            while (fragments.hasNext()) {
                fragments.writeNext(out);
            }
        }
    }

    /**
     * Appends a message to {@code out}, of a large one only the first fragment, so that other
     * messages need not wait for the rest.
     *
     * @param payload null for an operation without one
     * @param sequence tells the fragments of this message from those of others: any number but 0
     *     that names no other unfinished message
     * @return the fragments that are left, or empty if there are none
     * @throws IllegalArgumentException if the message cannot be written for this peer, or is too
     *     large; {@code out} and the cache are then as they were
     */
    public Optional<FragmentedMessage> begin(
            TupleTerm control, @Nullable Term payload, long sequence, WireBuffer out) {
        int before = out.size();
        boolean written = false;
        try {
            int controlSize = writeBody(control, payload);
            Optional<FragmentedMessage> rest =
                    isFragmented(payload)
                            ? beginFragments(Math.max(controlSize, FRAGMENT_SIZE), sequence, out)
                            : writeWhole(out);
            written = true;
            return rest;
        } finally {
            if (!written) {
                out.truncate(before);
            }
            body.clearTo(KEPT_BYTES);
        }
    }

    /** Writes both terms to the body, and returns the size of the first. */
    private int writeBody(TupleTerm control, @Nullable Term payload) {
        if (atoms != null) {
            atoms.begin();
        }
        writeTerm(control);
        int controlSize = body.size();
        if (payload != null) {
            writeTerm(payload);
        }
        return controlSize;
    }

    private void writeTerm(Term term) {
        if (form.isPassThrough()) {
            body.write1(Tag.VERSION);
        }
        terms.write(term, body);
    }

    private boolean isFragmented(@Nullable Term payload) {
        return form.fragments() && payload != null && body.size() > FRAGMENT_SIZE;
    }

    private Optional<FragmentedMessage> writeWhole(WireBuffer out) {
        int start = out.reserve(4);
        if (form.isPassThrough()) {
            out.write1(Tag.PASS_THROUGH);
        } else {
            out.write1(Tag.VERSION);
            out.write1(Tag.DIST_HEADER);
            writeReferences(out);
        }
        out.writeBytes(body, 0, body.size());
        out.patch4(start, out.size() - start - 4);
        return Optional.empty();
    }

    /**
     * Writes a packet with the first bytes of the body; its buffer goes to the fragments that
     * follow.
     */
    private Optional<FragmentedMessage> beginFragments(int first, long sequence, WireBuffer out) {
        if (sequence == 0) {
            // A BEAM that receives it ends its virtual machine.
            throw new IllegalArgumentException("sequence of a fragmented message must not be 0");
        }
        long rest = (body.size() - first + FRAGMENT_SIZE - 1L) / FRAGMENT_SIZE;
        int start = out.reserve(4);
        out.write1(Tag.VERSION);
        out.write1(Tag.FRAGMENT_START);
        out.write8(sequence);
        out.write8(rest + 1);
        writeReferences(out);
        out.writeBytes(body, 0, first);
        out.patch4(start, out.size() - start - 4);
        FragmentedMessage fragments = new FragmentedMessage(body, first, sequence, rest);
        body = new WireBuffer();
        return Optional.of(fragments);
    }

    private void writeReferences(WireBuffer out) {
        if (atoms == null) {
            out.write1(0);
        } else {
            atoms.writeReferences(out);
        }
    }
}
