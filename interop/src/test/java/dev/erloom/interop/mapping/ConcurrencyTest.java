// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.interop.term.Term;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConcurrencyTest {

    private static final int THREADS = 8;

    sealed interface Tree<T> {}

    record Fork<T>(Tree<T> left, Optional<Tree<T>> right) implements Tree<T> {}

    record Leaf<T>(T value) implements Tree<T> {}

    /** Used by no other test. */
    record First(Tree<String> tree, List<First> more) {}

    @Test
    void many_threads_may_use_a_class_for_the_first_time() throws Exception {
        First value =
                new First(new Fork<>(new Leaf<>("a"), Optional.of(new Leaf<>("b"))), List.of());
        Term expected =
                Term.tuple(
                        Term.atom("first"),
                        Term.tuple(
                                Term.atom("fork"),
                                Term.tuple(Term.atom("leaf"), Term.binary("a")),
                                Term.tuple(Term.atom("leaf"), Term.binary("b"))),
                        Term.list());
        CyclicBarrier start = new CyclicBarrier(THREADS);
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<Object>> results =
                    IntStream.range(0, THREADS)
                            .mapToObj(i ->
                                    threads.submit(() -> {
                                        start.await();
                                        return i % 2 == 0
                                                ? TermMapper.toTerm(value)
                                                : TermMapper.fromTerm(expected, First.class);
                                    }))
                            .toList();
            for (int i = 0; i < THREADS; i++) {
                assertThat(results.get(i).get()).isEqualTo(i % 2 == 0 ? expected : value);
            }
        }
    }
}
