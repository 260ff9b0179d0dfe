// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * What the module logs while this is open, from level INFO on; it is not printed.
 *
 * <p>By reflection, because the module under test, which the tests are part of, does not read
 * {@code java.logging}, and need not.
 */
final class LogCapture implements AutoCloseable {
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Object logger;
    private final Method setFilter;

    LogCapture() throws ReflectiveOperationException {
        Class<?> loggerType = Class.forName("java.util.logging.Logger");
        Class<?> filterType = Class.forName("java.util.logging.Filter");
        logger = loggerType.getMethod("getLogger", String.class).invoke(null, "dev.erloom.interop");
        setFilter = loggerType.getMethod("setFilter", filterType);
        setFilter.invoke(
                logger,
                Proxy.newProxyInstance(
                        filterType.getClassLoader(),
                        new Class<?>[] {filterType},
                        (proxy, method, arguments) -> take(arguments[0])));
    }

    private boolean take(Object entry) throws ReflectiveOperationException {
        Class<?> type = Class.forName("java.util.logging.LogRecord");
        var text = (String) type.getMethod("getMessage").invoke(entry);
        var parameters = (Object[]) type.getMethod("getParameters").invoke(entry);
        Object level = type.getMethod("getLevel").invoke(entry);
        lines.add(
                level + " " + (parameters == null ? text : MessageFormat.format(text, parameters)));
        return false;
    }

    /** {@return the next line that contains {@code part}; those before it are dropped} */
    String await(String part) throws InterruptedException {
        String line = lines.take();
        while (!line.contains(part)) {
            line = lines.take();
        }
        return line;
    }

    /** {@return the lines that nobody has waited for} */
    List<String> lines() {
        return new ArrayList<>(lines);
    }

    @Override
    public void close() throws ReflectiveOperationException {
        setFilter.invoke(logger, (Object) null);
    }
}
