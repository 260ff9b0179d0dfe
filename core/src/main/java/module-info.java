// SPDX-License-Identifier: Apache-2.0

/**
 * The Erlang/OTP process model on virtual threads: nodes and processes; servers, state machines,
 * event managers, agents and tasks; registries, process groups, ports and telemetry.
 */
@org.jspecify.annotations.NullMarked
module dev.erloom.core {
    requires static transitive org.jspecify;

    exports dev.erloom.agent;
    exports dev.erloom.event;
    exports dev.erloom.pg;
    exports dev.erloom.port;
    exports dev.erloom.process;
    exports dev.erloom.pubsub;
    exports dev.erloom.registry;
    exports dev.erloom.server;
    exports dev.erloom.statem;
    exports dev.erloom.sys;
    exports dev.erloom.task;
    exports dev.erloom.telemetry;
}
