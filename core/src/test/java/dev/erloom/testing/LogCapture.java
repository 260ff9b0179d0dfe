// SPDX-License-Identifier: Apache-2.0
package dev.erloom.testing;

import dev.erloom.process.Report;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * What some loggers log while this is open, from level INFO on; it is not printed.
 *
 * <p>By reflection, because the modules under test, which their tests are part of, do not read
 * {@code java.logging}, and need not.
 */
public final class LogCapture implements AutoCloseable {
    private final BlockingQueue<Entry> entries = new LinkedBlockingQueue<>();

    /** The loggers themselves: nothing else keeps them, and with them the filter, from going. */
    private final List<Object> loggers = new ArrayList<>();

    private final Method setFilter;

    /**
     * One line of a log.
     *
     * @param logger the name of the logger
     * @param level the name of the level
     * @param text the message
     * @param thrown the exception that goes with it, or null
     * @param report the structured report that goes with it, or null
     */
    public record Entry(
            String logger,
            String level,
            String text,
            @Nullable Throwable thrown,
            @Nullable Report report) {}

    private LogCapture(String... names) throws ReflectiveOperationException {
        Class<?> loggerType = Class.forName("java.util.logging.Logger");
        Class<?> filterType = Class.forName("java.util.logging.Filter");
        setFilter = loggerType.getMethod("setFilter", filterType);
        Object filter =
                Proxy.newProxyInstance(
                        filterType.getClassLoader(),
                        new Class<?>[] {filterType},
                        (_, _, arguments) -> take(arguments[0]));
        for (String name : names) {
            Object logger = loggerType.getMethod("getLogger", String.class).invoke(null, name);
            loggers.add(logger);
            setFilter.invoke(logger, filter);
        }
    }

    /** Starts to capture what the loggers of these very names log. */
    public static LogCapture of(String... loggers) {
        try {
            return new LogCapture(loggers);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the tests need java.logging", e);
        }
    }

    /** Starts to capture what processes, behaviours and tasks log. */
    public static LogCapture ofCore() {
        return of(
                "dev.erloom.process",
                "dev.erloom.server",
                "dev.erloom.statem",
                "dev.erloom.event",
                "dev.erloom.task");
    }

    private boolean take(Object entry) throws ReflectiveOperationException {
        Class<?> type = Class.forName("java.util.logging.LogRecord");
        var text = (String) type.getMethod("getMessage").invoke(entry);
        var parameters = (Object[]) type.getMethod("getParameters").invoke(entry);
        entries.add(
                new Entry(
                        (String) type.getMethod("getLoggerName").invoke(entry),
                        type.getMethod("getLevel").invoke(entry).toString(),
                        parameters == null ? text : MessageFormat.format(text, parameters),
                        (Throwable) type.getMethod("getThrown").invoke(entry),
                        type.getMethod("getResourceBundle").invoke(entry) instanceof Report report
                                ? report
                                : null));
        return false;
    }

    /** {@return the next entry that contains {@code part}; those before it are dropped} */
    public Entry await(String part) throws InterruptedException {
        Entry entry = entries.take();
        while (!entry.text().contains(part)) {
            entry = entries.take();
        }
        return entry;
    }

    /** {@return the entries that nobody has waited for, oldest first} */
    public List<Entry> entries() {
        return new ArrayList<>(entries);
    }

    @Override
    public void close() {
        try {
            for (Object logger : loggers) {
                setFilter.invoke(logger, (Object) null);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
