// SPDX-License-Identifier: Apache-2.0
package dev.erloom.examples.sessions;

import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;
import static dev.erloom.process.Processes.spawn;

import dev.erloom.pg.GroupEvent.Joined;
import dev.erloom.pg.GroupEvent.Left;
import dev.erloom.pg.GroupMonitor;
import dev.erloom.pg.Pg;
import dev.erloom.process.Node;
import dev.erloom.process.Pid;

/** A process group: who has work finds whoever is there to do it. */
final class Workers {
    private Workers() {}

    record Job(int number) {}

    record Result(int value) {}

    // @start region="work"
    static final Pg JOBS = Pg.scope("jobs");

    /** Joins the workers, works on one job and leaves. */
    static void work(Pid boss) {
        JOBS.join("workers", self());
        Job job = receive(Job.class);
        boss.send(new Result(job.number() * job.number()));
        JOBS.leave("workers", self());
    }

    // @end region="work"

    // @start region="main"
    static void main() {
        Node.main(() -> {
            Pg.startLink(JOBS).orElseThrow();
            GroupMonitor workers = JOBS.monitor("workers");
            Pid boss = self();
            spawn(() -> work(boss));

            Pid worker = receive(Joined.class).pids().getFirst(); // a worker is there
            JOBS.members("workers").forEach(member -> member.send(new Job(6)));
            IO.println("Result: " + receive(Result.class).value());
            IO.println("It left: " + receive(Left.class).pids().contains(worker));
            IO.println("Was there at first: " + workers.members());
        });
    }
    // @end region="main"
}
