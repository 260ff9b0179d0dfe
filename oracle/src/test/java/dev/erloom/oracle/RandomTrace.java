// SPDX-License-Identifier: Apache-2.0
package dev.erloom.oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What was observed of a random program, without what OTP leaves open: in a mailbox, messages that
 * different senders sent in the same step are in the order of the senders. Those of one sender, and
 * those of different steps, stay as they came.
 */
final class RandomTrace {
    private final Map<Integer, List<Stamped>> mailboxes = new TreeMap<>();

    private RandomTrace() {}

    /** A message and the step that brought it. */
    private record Stamped(int step, String text) {

        private String sender() {
            String[] words = text.split(" ");
            return words.length > 1 ? words[1] : "";
        }
    }

    /** {@return the steps in a form that two runs can be compared in} */
    static List<String> of(List<String> observed) {
        RandomTrace trace = new RandomTrace();
        List<String> steps = new ArrayList<>();
        for (int i = 0; i < observed.size(); i++) {
            steps.add(trace.step(i, observed.get(i)));
        }
        return steps;
    }

    private String step(int step, String observed) {
        String[] parts = observed.split("\\|", -1);
        if (parts.length != 5 || parts[1].equals("-")) {
            return observed;
        }
        Map<Integer, List<String>> now = new HashMap<>();
        Arrays.stream(parts[3].split("/"))
                .filter(mailbox -> !mailbox.isEmpty())
                .map(mailbox -> mailbox.split(": ", 2))
                .forEach(mailbox ->
                        now.put(Integer.valueOf(mailbox[0]), List.of(mailbox[1].split(";"))));
        mailboxes.keySet().retainAll(now.keySet());
        now.forEach((owner, messages) -> mailboxes.put(owner, stamped(step, owner, messages)));
        parts[3] =
                mailboxes.entrySet().stream()
                        .map(mailbox -> mailbox.getKey() + ": " + text(mailbox.getValue()))
                        .collect(Collectors.joining("/"));
        return String.join("|", parts);
    }

    private List<Stamped> stamped(int step, int owner, List<String> messages) {
        Map<String, List<Integer>> known = new HashMap<>();
        for (Stamped old : mailboxes.getOrDefault(owner, List.of())) {
            known.computeIfAbsent(old.text, _ -> new ArrayList<>()).add(old.step);
        }
        Map<String, Integer> counts = new HashMap<>();
        messages.forEach(text -> counts.merge(text, 1, Integer::sum));
        // Of equal messages the oldest were taken.
        known.forEach((text, steps) -> {
            int gone = steps.size() - counts.getOrDefault(text, 0);
            steps.subList(0, Math.max(0, gone)).clear();
        });
        return messages.stream()
                .map(text -> {
                    List<Integer> steps = known.getOrDefault(text, List.of());
                    return new Stamped(steps.isEmpty() ? step : steps.removeFirst(), text);
                })
                .toList();
    }

    private static String text(List<Stamped> messages) {
        Comparator<Stamped> byStep = Comparator.comparingInt(Stamped::step);
        boolean inOrder = true;
        for (int i = 1; i < messages.size(); i++) {
            inOrder &= messages.get(i - 1).step <= messages.get(i).step;
        }
        return (inOrder ? "" : "OUT OF ORDER ")
                + messages.stream()
                        .sorted(byStep.thenComparing(Stamped::sender))
                        .map(Stamped::text)
                        .collect(Collectors.joining(";"));
    }
}
