// SPDX-License-Identifier: Apache-2.0
package dev.erloom.oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * A random program: a few processes do things to each other, one step after the other.
 *
 * <p>In its text {@code p3} is a process, {@code c4} one that the step starts, {@code m7} the
 * monitor or alias that step 7 made. A step does nothing when its actor is dead or when something
 * it needs was never made, so that steps can be left out.
 *
 * @param seed where it comes from
 * @param steps what happens
 */
record RandomProgram(long seed, List<Step> steps) {
    static final int STARTERS = 3;
    static final List<String> NAMES = List.of("ann", "bob");

    private static final int LENGTH = 40;
    private static final int MOST_PROCESSES = 8;
    private static final List<String> MODES =
            List.of("no_alias", "no_alias", "explicit_unalias", "demonitor", "reply_demonitor");
    private static final List<String> REASONS =
            List.of("normal", "boo", "kill", "shutdown", "shutdown_x", "killed", "noproc");

    /**
     * One step.
     *
     * @param number its place in the whole program, also when others are left out
     * @param actor the index of the process that does it
     * @param operation what it does
     * @param arguments to whom, and how
     */
    record Step(int number, int actor, String operation, List<String> arguments) {
        @Override
        public String toString() {
            return (number + " " + actor + " " + operation + " " + String.join(" ", arguments))
                    .strip();
        }
    }

    RandomProgram with(List<Step> others) {
        return new RandomProgram(seed, List.copyOf(others));
    }

    /** {@return the program in one line} */
    String text() {
        return steps.stream().map(Step::toString).collect(Collectors.joining(";"));
    }

    static RandomProgram of(long seed) {
        return new Writer(new Random(seed)).write(seed);
    }

    /** Makes up one program. */
    private static final class Writer {
        private final Random random;
        private final List<Step> steps = new ArrayList<>();
        private final List<Integer> refs = new ArrayList<>();
        private int processes = STARTERS;

        Writer(Random random) {
            this.random = random;
        }

        RandomProgram write(long seed) {
            for (int number = 0; number < LENGTH; number++) {
                if (number < STARTERS && random.nextBoolean()) {
                    steps.add(new Step(number, number, "trap", List.of("true")));
                } else {
                    step(number);
                }
            }
            return new RandomProgram(seed, List.copyOf(steps));
        }

        private void step(int number) {
            switch (random.nextInt(32)) {
                case 0, 1, 2 -> start(number);
                case 3, 4, 5, 6 -> add(number, "link", process());
                case 7 -> add(number, "unlink", process());
                case 8 -> add(number, "unlink_flush", process());
                case 9, 10, 11 -> make(number, "monitor", process(), any(MODES));
                case 12 -> make(number, "monitor_name", any(NAMES));
                case 13 -> onRef(number, "demonitor");
                case 14 -> onRef(number, "demonitor_flush");
                case 15 -> make(number, "alias", random.nextBoolean() ? "reply" : "explicit");
                case 16 -> onRef(number, "unalias");
                case 17, 18 -> onRef(number, "send_ref");
                case 19 -> add(number, "send", process());
                case 20 -> add(number, "send_name", any(NAMES));
                case 21, 22, 23 -> add(number, "trap", String.valueOf(random.nextInt(5) > 0));
                case 24 -> add(number, "exit_to", process(), any(REASONS));
                case 25 -> add(number, "register", any(NAMES), process());
                case 26 -> name(number);
                case 27, 28, 29 -> add(number, "receive_from", process());
                case 30 -> add(number, "alive", process());
                default -> end(number);
            }
        }

        private void start(int number) {
            if (processes == MOST_PROCESSES) {
                add(number, "alive", process());
                return;
            }
            String child = "c" + processes++;
            String how = any(List.of("spawn", "spawn_link", "spawn_monitor"));
            if (how.equals("spawn_monitor")) {
                refs.add(number);
            }
            if (random.nextInt(3) == 0) {
                add(number, how + "_dying", child, any(REASONS));
            } else {
                add(number, how, child);
            }
        }

        private void make(int number, String operation, String... arguments) {
            refs.add(number);
            add(number, operation, arguments);
        }

        private void onRef(int number, String operation) {
            if (refs.isEmpty()) {
                make(number, "monitor", process(), any(MODES));
            } else {
                add(number, operation, "m" + any(refs));
            }
        }

        private void end(int number) {
            if (random.nextBoolean()) {
                add(number, "exit", any(REASONS));
            } else {
                add(number, random.nextBoolean() ? "crash" : "return");
            }
        }

        private void name(int number) {
            add(number, random.nextBoolean() ? "unregister" : "whereis", any(NAMES));
        }

        private void add(int number, String operation, String... arguments) {
            int actor = random.nextInt(processes);
            steps.add(new Step(number, actor, operation, Arrays.asList(arguments)));
        }

        private String process() {
            return "p" + random.nextInt(processes);
        }

        private <T> T any(List<T> choices) {
            return choices.get(random.nextInt(choices.size()));
        }
    }
}
