// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import dev.erloom.interop.term.AtomTerm;
import dev.erloom.interop.term.Term;
import dev.erloom.interop.term.TupleTerm;
import dev.erloom.process.ExitReason;
import dev.erloom.process.GenCall;
import dev.erloom.process.Node;
import dev.erloom.process.Pid;
import dev.erloom.process.Processes;
import dev.erloom.process.Ref;

/** The process that answers pings, registered as {@code net_kernel} as on every node. */
final class NetKernel {
    static final String NAME = "net_kernel";
    private static final AtomTerm IS_AUTH = Term.atom("is_auth");
    private static final AtomTerm YES = Term.atom("yes");
    private static final Term UNKNOWN =
            Term.tuple(Term.atom("error"), Term.atom("unknown_request"));

    private NetKernel() {}

    static Pid start(Node node) {
        Pid pid = node.spawn(NetKernel::run, with -> with.label("erloom-" + NAME));
        node.register(NAME, pid);
        return pid;
    }

    /** Ends it; on return the name is free, unless the node is closing. */
    static void stop(Node node, Pid pid) {
        try {
            node.run(() -> {
                Ref end = Processes.monitor(pid);
                pid.exit(ExitReason.KILL);
                Processes.receive(end);
            });
        } catch (IllegalStateException closing) {
            pid.exit(ExitReason.KILL);
        }
    }

    private static void run() {
        while (true) {
            if (Processes.receive() instanceof GenCall call) {
                call.reply(isPing(call.request()) ? YES : UNKNOWN);
            }
        }
    }

    /** {@return the question whether this node lets the asking one in} It has: it could ask. */
    static Term ping(String asking) {
        return Term.tuple(IS_AUTH, Term.atom(asking));
    }

    private static boolean isPing(Object request) {
        return request instanceof TupleTerm tuple
                && tuple.size() == 2
                && tuple.get(0).equals(IS_AUTH);
    }
}
