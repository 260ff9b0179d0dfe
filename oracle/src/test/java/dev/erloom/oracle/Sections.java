// SPDX-License-Identifier: Apache-2.0
package dev.erloom.oracle;

import dev.erloom.testing.LogCapture;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The sections of the specification that have probes. */
final class Sections {
    /**
     * The Java side by the name of the script with the Elixir side. A new section is one line here,
     * a class and a script.
     */
    static final Map<String, Consumer<Section>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("identity", IdentityProbes::add);
        ALL.put("signals", SignalProbes::add);
        ALL.put("exits", ExitProbes::add);
        ALL.put("links", LinkProbes::add);
        ALL.put("monitors", MonitorProbes::add);
        ALL.put("aliases", AliasProbes::add);
        ALL.put("names", NameProbes::add);
        ALL.put("introspection", IntrospectionProbes::add);
        ALL.put("timers", TimerProbes::add);
        ALL.put("start", StartProbes::add);
        ALL.put("calls", CallProbes::add);
        ALL.put("servers", ServerProbes::add);
        ALL.put("sys", SysProbes::add);
        ALL.put("machines", MachineProbes::add);
        ALL.put("supervisors", SupervisorProbes::add);
        ALL.put("tasks", TaskProbes::add);
        ALL.put("registry", RegistryProbes::add);
        ALL.put("groups", GroupProbes::add);
        ALL.put("ports", PortProbes::add);
    }

    private Sections() {}

    /** What the processes of probes log is not printed: many of them crash. */
    static LogCapture logs() {
        return LogCapture.of(
                Stream.of(
                                "process",
                                "server",
                                "supervisor",
                                "sys",
                                "task",
                                "agent",
                                "registry",
                                "pg",
                                "statem",
                                "event",
                                "port")
                        .map("dev.erloom."::concat)
                        .toArray(String[]::new));
    }
}
