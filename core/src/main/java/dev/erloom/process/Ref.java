// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A unique reference: names one monitor, one timer, one alias or one request.
 *
 * <p>As an alias it is an address: what is sent to it reaches the process that made it, until the
 * alias ends. A reference that is no alias drops what is sent to it.
 */
public final class Ref implements Address, Comparable<Ref> {
    /** 18 bits, as peers older than 64-bit references want the first word. */
    private static final int FIRST_WORD = (1 << 18) - 1;

    final Home home;

    private final int[] words;

    private Ref(Home home, int[] words) {
        this.home = home;
        this.words = words;
    }

    static Ref local(NodeImpl node, long number) {
        return new Ref(
                node,
                new int[] {
                    (int) number & FIRST_WORD, (int) (number >>> 18), (int) (number >>> 50)
                });
    }

    static Ref of(Home home, int... words) {
        return new Ref(home, words.clone());
    }

    @Override
    public void send(Object message) {
        Objects.requireNonNull(message, "message");
        ProcessImpl me = ProcessImpl.currentOrNull();
        if (me != null) {
            me.checkDoom();
        }
        home.send(me, this, message);
    }

    /** {@return the name of the node that made it} */
    public String node() {
        return home.name();
    }

    /** {@return the incarnation of that node; 0 before it is distributed} */
    public int creation() {
        return home.creation();
    }

    /** {@return how many words its external form has, 1 to 5} */
    public int wordCount() {
        return words.length;
    }

    /** {@return word {@code index} of its external form, counted from 0} */
    public int word(int index) {
        return words[index];
    }

    @Override
    public int compareTo(Ref other) {
        int byWords = Arrays.compareUnsigned(words, other.words);
        return byWords != 0 ? byWords : home.compareTo(other.home);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof Ref ref
                        && Arrays.equals(words, ref.words)
                        && home.equals(ref.home));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(words) * 31 + home.hashCode();
    }

    /**
     * {@return as Erlang prints it, {@code #Ref<0.0.5.17>}; the first number of a remote one is its
     * node's name}
     */
    @Override
    public String toString() {
        StringBuilder text =
                new StringBuilder("#Ref<").append(home instanceof NodeImpl ? "0" : node());
        for (int i = words.length - 1; i >= 0; i--) {
            text.append('.').append(Integer.toUnsignedString(words[i]));
        }
        return text.append('>').toString();
    }
}
