// SPDX-License-Identifier: Apache-2.0
package dev.erloom.statem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.erloom.process.Timeouts;
import dev.erloom.statem.Answers.Action;
import dev.erloom.statem.Answers.EnterAction;
import dev.erloom.statem.Answers.Entered;
import dev.erloom.statem.Answers.Transition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Runs the random machines of {@code programs.exs} and compares with what OTP 27 did. */
class EngineOracleTest {
    private static final Path PROGRAMS = Path.of("src/test/resources/statem/programs.txt");

    private final EngineRun run = new EngineRun();

    @DisplayName(
            "SM-5 SM-7 SM-8 SM-10 SM-11 SM-12 SM-13 SM-16 SM-17 SM-18 SM-26 random machines do what they do on a BEAM")
    @Test
    void random_machines_do_as_on_a_BEAM() throws IOException {
        List<List<String>> programs = new ArrayList<>();
        for (String line : Files.readAllLines(PROGRAMS)) {
            if (line.startsWith("program ")) {
                programs.add(new ArrayList<>());
            }
            programs.getLast().add(line);
        }
        assertThat(programs).hasSizeGreaterThan(100);

        for (List<String> program : programs) {
            List<String> expected =
                    program.stream()
                            .filter(line -> line.startsWith("> "))
                            .map(line -> line.substring(2))
                            .toList();
            assertThat(new EngineOracleTest().traceOf(program))
                    .as("%s", program)
                    .isEqualTo(expected);
        }
    }

    private List<String> traceOf(List<String> program) {
        run.on("last", run.nextState("z", "d"));
        Action[] init = {};
        List<String> sends = List.of();
        for (String line : program) {
            String[] words = line.split(" ", 3);
            switch (words[0]) {
                case "init" -> init = actions(words(line.substring(5)));
                case "on" -> on(words[1], words[2]);
                case "entering" -> entering(words[1], words[2]);
                case "send" -> sends = words(line.substring(5));
                default -> {} // the number of the program, and the trace
            }
        }
        run.start("d", init);
        sends.forEach(run::cast);
        return run.trace().stream()
                .filter(line -> !line.startsWith("start ") && !line.startsWith("cancel "))
                .toList();
    }

    private void on(String message, String answers) {
        run.on(message, answers(answers).map(this::transition).toList());
    }

    private void entering(String state, String answers) {
        run.onEnter(state, answers(answers).map(this::entered).toList());
    }

    private static Stream<List<String>> answers(String text) {
        return Arrays.stream(text.split("\\|"))
                .map(EngineOracleTest::words)
                .filter(words -> !words.isEmpty());
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split(" ")).filter(word -> !word.isEmpty()).toList();
    }

    private Transition<String, String> transition(List<String> words) {
        Action[] actions = actions(words.subList(1, words.size()));
        String name = words.getFirst();
        return switch (name) {
            case "keep" -> run.keepState("d", actions);
            case "repeat" -> run.repeatStateAndData(actions);
            case "stop" -> run.stop();
            default -> run.nextState(name.substring("next:".length()), "d", actions);
        };
    }

    private Entered<String, String> entered(List<String> words) {
        EnterAction[] actions =
                words.stream().skip(1).map(this::enterAction).toArray(EnterAction[]::new);
        return words.getFirst().equals("keep")
                ? run.keepState("d", actions)
                : run.repeatStateAndData(actions);
    }

    private Action[] actions(List<String> words) {
        return words.stream().map(this::action).toArray(Action[]::new);
    }

    private Action action(String word) {
        String[] parts = word.split(":");
        return switch (parts[0]) {
            case "postpone" -> run.postpone();
            case "internal" -> run.nextEvent(parts[1]);
            case "info" -> run.nextInfo(parts[1]);
            default -> enterAction(word);
        };
    }

    private EnterAction enterAction(String word) {
        if (word.equals("hibernate")) {
            return run.hibernate();
        }
        String[] parts = word.split(":");
        Event.Timeout type =
                switch (parts[0]) {
                    case "event" -> Event.OF_EVENT;
                    case "state" -> Event.OF_STATE;
                    default -> ActionValue.named(parts[0]);
                };
        return switch (parts[1]) {
            case "cancel" -> ActionValue.cancel(type);
            case "update" -> ActionValue.update(type, parts[2]);
            case "zero" -> ActionValue.start(type, Duration.ZERO, parts[2]);
            case "infinity" -> ActionValue.start(type, Timeouts.INFINITY, parts[2]);
            default -> ActionValue.start(type, Duration.ofHours(1), parts[2]);
        };
    }
}
