// SPDX-License-Identifier: Apache-2.0
package dev.erloom.pubsub;

import static dev.erloom.process.Processes.monitor;
import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.trapExits;

import dev.erloom.process.Exit;
import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Pid;
import dev.erloom.process.Ref;
import dev.erloom.process.StartResult;
import dev.erloom.registry.MetaKey;
import dev.erloom.registry.Registry;
import dev.erloom.server.GenServer;
import java.util.ArrayList;
import java.util.List;

/**
 * The parent of a pub-sub's processes: the registry of its subscribers, and what its adapter needs.
 * When one of them ends, it ends too, and its supervisor starts all of it again.
 */
record PubSubServer(PubSub pubSub, PubSubOptions options)
        implements GenServer<PubSubServer.Nothing, List<Pid>> {
    static final MetaKey<Adapter> ADAPTER = new MetaKey<>("pubsub", Adapter.class);

    /** It understands no messages: everything is read from the registry. */
    interface Nothing {}

    /** The state: the children, the first started first. */
    @Override
    public Init<List<Pid>> init() throws Exception {
        trapExits(true);
        Adapter adapter = options.newAdapter(pubSub);
        Registry<String, Object> registry = pubSub.registry();
        int partitions = options.registrySize();
        List<Pid> children = new ArrayList<>();
        try {
            start(
                    Registry.startLink(
                            registry, with -> with.partitions(partitions).meta(ADAPTER, adapter)),
                    children);
            start(adapter.startLink(options), children);
            return ok(children);
        } catch (ExitException failed) {
            shutDown(children);
            return stop(failed.reason());
        } catch (Exception | Error failed) { // of the adapter: nothing may be left of the registry
            shutDown(children);
            throw failed;
        }
    }

    private static void start(StartResult<?> result, List<Pid> children) {
        switch (result) {
            case StartResult.Started<?>(Pid pid, _) -> children.add(pid);
            case StartResult.Ignored<?>() -> {}
            case StartResult.AlreadyStarted<?> _, StartResult.Failed<?> _ -> result.orElseThrow();
        }
    }

    @Override
    public Next<List<Pid>> handle(Nothing message, List<Pid> children) {
        return noReply(children);
    }

    @Override
    public Next<List<Pid>> handleInfo(Object message, List<Pid> children) {
        return message instanceof Exit(Pid from, ExitReason reason) && children.contains(from)
                ? stop(reason, children)
                : noReply(children);
    }

    @Override
    public void terminate(ExitReason reason, List<Pid> children) {
        shutDown(children);
    }

    /** The last one first; they are supervisors of their own, and so there is no limit. */
    private static void shutDown(List<Pid> children) {
        for (Pid child : children.reversed()) {
            Ref end = monitor(child);
            child.exit(ExitReason.SHUTDOWN);
            receive(end);
        }
    }
}
