// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.mapping;

import dev.erloom.interop.term.Term;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a value or term could not be mapped, and where inside it.
 *
 * <p>A plain object instead of an exception, and its text made only when somebody reads it, because
 * a selective receive tries every term that it passes.
 *
 * @param complaint the whole rule, or with {@code found} what was expected instead
 * @param found the term that does not fit
 * @param steps the way to the problem, outermost first
 * @param cause what user code threw
 */
record Miss(
        String complaint, @Nullable Term found, @Nullable Steps steps, @Nullable Throwable cause) {

    private static final int MAX_STEPS = 12;

    private record Steps(Object step, @Nullable Steps rest) {}

    /** One step into a list; its text is made late. */
    private record Item(int index) {
        @Override
        public String toString() {
            return "item " + index;
        }
    }

    /** One step to the value of a map's entry. */
    private record Key(Term key) {
        @Override
        public String toString() {
            return "key " + Excerpt.of(key);
        }
    }

    static Miss expected(String what, Term found) {
        return new Miss(what, found, null, null);
    }

    static Miss because(String rule) {
        return new Miss(rule, null, null, null);
    }

    static Miss because(String rule, Throwable cause) {
        return new Miss(rule, null, null, cause);
    }

    static Miss ofNull() {
        return because("null has no term; an Optional can say that there is no value");
    }

    static Miss tooDeep() {
        return because("it is nested deeper than " + Shape.MAX_DEPTH + " levels");
    }

    /** {@return this problem seen from outside, one {@code step} further away} */
    Miss in(String step) {
        return new Miss(complaint, found, new Steps(step, steps), cause);
    }

    Miss inItem(int index) {
        return new Miss(complaint, found, new Steps(new Item(index), steps), cause);
    }

    Miss inKey(Term key) {
        return new Miss(complaint, found, new Steps(new Key(key), steps), cause);
    }

    String rule() {
        return found == null ? complaint : "expected " + complaint + ", was " + Excerpt.of(found);
    }

    /** {@return the way to the problem; of a very long one the start and the end} */
    String place() {
        List<String> place = new ArrayList<>();
        for (Steps at = steps; at != null; at = at.rest) {
            place.add(at.step.toString());
        }
        if (place.size() > MAX_STEPS) {
            List<String> middle = place.subList(MAX_STEPS - 2, place.size() - 2);
            middle.clear();
            middle.add("...");
        }
        return String.join(", ", place);
    }
}
