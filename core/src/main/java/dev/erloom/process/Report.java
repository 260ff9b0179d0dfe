// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.lang.System.Logger.Level;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * A report about a process in the form of fields, OTP's structured report.
 *
 * <p>It travels as the resource bundle of its log record, the one place for an object that {@link
 * System.Logger} leaves beside the message and the exception. A filter or handler of {@code
 * java.util.logging} finds it with {@code record.getResourceBundle() instanceof Report report}.
 *
 * <p>Every report has the fields {@code pid}, {@code ancestors} and {@code callers}, and where the
 * process has them {@code registered_name}, {@code label} and {@code initial_call}; the others are
 * those of its kind. Values are those of the program, not texts.
 *
 * @otp logger:report/0
 */
public final class Report extends ResourceBundle {

    /** What a report is about. */
    public enum Kind {
        /** A process has ended in a way it should not: {@code crash_report}. */
        CRASH,
        /** A supervisor has lost a child, or could not start one: {@code supervisor_report}. */
        SUPERVISOR,
        /** A supervisor has started a child: {@code progress}. */
        PROGRESS,
        /** A behaviour terminates. */
        TERMINATE,
        /** A behaviour got a message that it does not know. */
        UNEXPECTED_MESSAGE,
        /** A task terminates. */
        TASK;

        /** {@return the domain that OTP gives such reports, for filters} */
        public List<String> domain() {
            return switch (this) {
                case CRASH, SUPERVISOR, PROGRESS -> List.of("otp", "sasl");
                case TERMINATE, UNEXPECTED_MESSAGE -> List.of("otp");
                case TASK -> List.of("otp", "elixir");
            };
        }
    }

    private final Kind kind;
    private final String text;
    private final Map<String, Object> fields;

    private Report(Kind kind, String text, Map<String, Object> fields) {
        this.kind = kind;
        this.text = text;
        this.fields = Collections.unmodifiableMap(fields);
    }

    /**
     * Logs a report about the calling process.
     *
     * @param log where to
     * @param text what is printed
     * @param fields those of the kind
     * @param cause the exception to blame, or null
     * @throws IllegalStateException when the calling thread is no process
     */
    public static void log(
            System.Logger log,
            Level level,
            Kind kind,
            String text,
            Map<String, ?> fields,
            @Nullable Throwable cause) {
        log(log, level, kind, text, fields, cause, ProcessImpl.current("log"));
    }

    static void log(
            System.Logger log,
            Level level,
            Kind kind,
            String text,
            Map<String, ?> fields,
            @Nullable Throwable cause,
            ProcessImpl about) {
        if (log.isLoggable(level)) {
            Map<String, Object> all = origin(about);
            all.putAll(fields);
            log.log(level, new Report(kind, text, all), text, cause);
        }
    }

    private static Map<String, Object> origin(ProcessImpl process) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("pid", process.pid);
        put(fields, "registered_name", process.registeredName());
        put(fields, "label", process.label());
        Kin kin = process.body() instanceof Kin found ? found : null;
        put(fields, "initial_call", kin == null ? null : kin.initialCall());
        fields.put("ancestors", kin == null ? List.of() : kin.ancestors());
        fields.put("callers", kin == null ? List.of() : kin.callers());
        return fields;
    }

    private static void put(Map<String, Object> fields, String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, value);
        }
    }

    /** {@return what this is about} */
    public Kind kind() {
        return kind;
    }

    /** {@return what is printed} */
    public String text() {
        return text;
    }

    /** {@return the fields by name} */
    public Map<String, Object> fields() {
        return fields;
    }

    /** {@return a field, if this report has it} */
    public Optional<Object> field(String name) {
        return Optional.ofNullable(fields.get(Objects.requireNonNull(name, "name")));
    }

    /** {@return a field by its name; for the text itself the text, which a logger looks up here} */
    @Override
    protected @Nullable Object handleGetObject(String key) {
        return key.equals(text) ? text : fields.get(key);
    }

    @Override
    public Enumeration<String> getKeys() {
        return Collections.enumeration(fields.keySet());
    }

    @Override
    public String toString() {
        return kind + " " + fields.keySet() + ": " + text;
    }
}
