// SPDX-License-Identifier: Apache-2.0
package dev.erloom.task;

import java.util.Iterator;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a stream of tasks works on, taken one by one, and opened when the first is wanted. */
final class Input<A> implements AutoCloseable {
    private final Supplier<Iterator<? extends A>> source;
    private final @Nullable Object closed;
    private @Nullable Iterator<? extends A> open;

    private Input(Supplier<Iterator<? extends A>> source, @Nullable Object closed) {
        this.source = source;
        this.closed = closed;
    }

    static <A> Input<A> of(Iterable<? extends A> input) {
        Objects.requireNonNull(input, "input");
        return new Input<>(input::iterator, null);
    }

    static <A> Input<A> of(Iterator<? extends A> input) {
        Objects.requireNonNull(input, "input");
        return new Input<>(() -> input, input);
    }

    static <A> Input<A> of(Stream<? extends A> input) {
        Objects.requireNonNull(input, "input");
        return new Input<>(input::iterator, input);
    }

    /** {@return an element; null when there is none left} */
    @Nullable A next() {
        Iterator<? extends A> input = open;
        if (input == null) {
            input = source.get();
            open = input;
        }
        return input.hasNext() ? Objects.requireNonNull(input.next(), "element of input") : null;
    }

    /** Lets the input clean up, if it knows how to. */
    @Override
    public void close() {
        close(closed == null ? open : closed);
    }

    private static void close(@Nullable Object input) {
        if (input instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (RuntimeException failed) {
                throw failed;
            } catch (Exception failed) {
                throw new IllegalStateException("the input cannot be closed", failed);
            }
        }
    }
}
