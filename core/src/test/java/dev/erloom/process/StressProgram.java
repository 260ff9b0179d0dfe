// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import dev.erloom.process.StressLedger.Note;
import dev.erloom.process.StressLedger.Tick;
import dev.erloom.testing.Forever;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What one process of a {@link StressWorld} does: some steps at random, and then an end. */
final class StressProgram implements ProcessBody {
    private static final int STEPS = 40;
    private static final String[] NAMES = {"ann", "bob"};

    final boolean isJudge;
    final CompletableFuture<Boolean> idle = new CompletableFuture<>();
    private final StressWorld world;
    private final SplittableRandom random;
    private final Map<Pid, Long> sent = new HashMap<>();
    private final List<Ref> aliases = new ArrayList<>();
    private final Map<Ref, Integer> timers = new HashMap<>();

    /** Set when the process runs; nobody else uses them. */
    private ProcessImpl me;

    private StressLedger ledger;

    /** A request, answered with its number. */
    record Ask(long number) {}

    @SuppressWarnings("NullAway.Init") // run sets the rest
    StressProgram(StressWorld world, SplittableRandom random, boolean isJudge) {
        this.world = world;
        this.random = random;
        this.isJudge = isJudge;
    }

    @Override
    public void run() throws Exception {
        me = ProcessImpl.current("a program");
        ledger = new StressLedger(me, world.round::violated);
        try {
            for (int i = 0; i < STEPS; i++) {
                step();
            }
            end();
        } catch (DoomError doom) {
            check(me.life() != ProcessImpl.Life.RUNNING, "doomed and runs");
            throw doom;
        } finally {
            cleanUp();
        }
    }

    private void check(boolean holds, String rule) {
        if (!holds) {
            world.round.violated(me + ": " + rule);
        }
    }

    private void step() throws Exception {
        Pid other = world.anyone(random);
        try {
            switch (random.nextInt(20)) {
                case 0, 1 -> spawn();
                case 2, 3 -> send(other);
                case 4, 5 -> link(other);
                case 6 -> Processes.unlink(other);
                case 7 -> Processes.unlinkAndFlush(other);
                case 8, 9 -> monitor(other);
                case 10 -> demonitor();
                case 11 -> exitSomebody();
                case 12 -> name();
                case 13 -> alias();
                case 14 -> timer(other);
                case 15 -> call(other);
                case 16 -> Processes.trapExits(isJudge || random.nextBoolean());
                case 17 -> watchNodesOrAsk(other);
                default -> receive();
            }
        } catch (IllegalArgumentException refused) {
            check(isExpected(refused), "unexpected " + refused);
        }
    }

    /** A link to a dead process, a name that is taken or free. */
    private static boolean isExpected(IllegalArgumentException refused) {
        String text = String.valueOf(refused.getMessage());
        return text.contains("noproc") || text.contains("regist") || text.contains("has that name");
    }

    private void spawn() {
        if (!world.maySpawn()) {
            return;
        }
        StressProgram child = new StressProgram(world, random.split(), false);
        if (random.nextBoolean()) {
            ledger.linked();
            world.settleIn(
                    random,
                    Processes.spawn(child, with -> random.nextBoolean() ? with : with.link()));
        } else {
            AliasMode alias = aliasMode();
            Processes.Spawned spawned =
                    Processes.spawnMonitor(
                            child,
                            with -> random.nextBoolean() ? with : with.link(),
                            with -> alias == null ? with : with.alias(alias));
            ledger.monitored(spawned.ref(), spawned.pid().process, true, alias);
            world.settleIn(random, spawned.pid());
        }
    }

    private @Nullable AliasMode aliasMode() {
        return switch (random.nextInt(6)) {
            case 0 -> AliasMode.EXPLICIT_UNALIAS;
            case 1 -> AliasMode.DEMONITOR;
            case 2 -> AliasMode.REPLY_DEMONITOR;
            default -> null;
        };
    }

    private void send(Pid other) {
        long number = sent.merge(other, 1L, Long::sum);
        switch (random.nextInt(4)) {
            case 0 -> {
                Ref via = world.anyAlias(random);
                if (via != null && world.node.aliases.get(via) instanceof Alias.OfProcess alias) {
                    Pid to = alias.owner().pid;
                    via.send(new Note(me.pid, sent.merge(to, 1L, Long::sum), via));
                }
            }
            case 1 -> {
                String name = NAMES[random.nextInt(NAMES.length)];
                ProcessImpl to = world.node.named(name);
                if (to != null && to == other.process) {
                    // it may have gone to another one by now, whose numbers of us are as good
                    world.node.address(name).send("by name");
                }
            }
            default -> other.send(new Note(me.pid, number, null));
        }
    }

    private void link(Pid other) {
        ledger.linked();
        Processes.link(other);
    }

    private void monitor(Pid other) {
        AliasMode alias = aliasMode();
        boolean tagged = random.nextInt(4) == 0;
        Address address =
                random.nextInt(4) == 0
                        ? world.node.address(NAMES[random.nextInt(NAMES.length)])
                        : other;
        Ref ref =
                Processes.monitor(
                        address,
                        with -> {
                            MonitorOptions more = tagged ? with.tag("tag") : with;
                            return alias == null ? more : more.alias(alias);
                        });
        ProcessImpl target = address.equals(other) ? other.process : null;
        boolean alive = target != null && target.life() != ProcessImpl.Life.DEAD;
        ledger.monitored(ref, target, alive, alias);
        if (alias != null) {
            aliases.add(ref);
            world.publish(random, ref);
        }
    }

    private void demonitor() {
        List<Ref> refs = List.copyOf(ledger.monitors());
        if (!refs.isEmpty()) {
            Ref ref = refs.get(random.nextInt(refs.size()));
            boolean flush = random.nextBoolean();
            boolean wasThere =
                    flush ? Processes.demonitor(ref) : Processes.demonitorWithoutFlush(ref);
            ledger.demonitored(ref, flush, wasThere);
        }
    }

    private void exitSomebody() {
        Pid victim = world.mortal(random);
        if (victim == null || (isJudge && victim.equals(me.pid))) {
            return;
        }
        victim.exit(
                switch (random.nextInt(5)) {
                    case 0 -> ExitReason.KILL;
                    case 1 -> ExitReason.NORMAL;
                    case 2 -> ExitReason.SHUTDOWN;
                    default -> ExitReason.of("sent by " + me);
                });
    }

    private void name() {
        String name = NAMES[random.nextInt(NAMES.length)];
        Pid mortal = world.mortal(random);
        if (random.nextBoolean() && mortal != null) {
            world.node.register(name, mortal);
        } else {
            Processes.unregister(name);
        }
    }

    private void alias() {
        if (aliases.isEmpty() || random.nextBoolean()) {
            boolean once = random.nextBoolean();
            Ref alias = once ? Processes.replyAlias() : Processes.alias();
            if (once) {
                ledger.onceAlias(alias);
            }
            aliases.add(alias);
            world.publish(random, alias);
        } else {
            Ref alias = aliases.get(random.nextInt(aliases.size()));
            Processes.unalias(alias);
            check(!world.node.aliases.containsKey(alias), "an alias that was taken back is there");
        }
    }

    private void timer(Pid other) {
        Duration delay = Duration.ofNanos(random.nextInt(500_000));
        int number = timers.size();
        if (random.nextBoolean()) {
            Pid to = random.nextBoolean() ? me.pid : other;
            timers.put(Processes.sendAfter(delay, to, new Tick(me.pid, number)), number);
        } else if (!timers.isEmpty()) {
            Ref timer = List.copyOf(timers.keySet()).get(random.nextInt(number));
            boolean pending = Processes.cancelTimer(timer).isPresent();
            ledger.cancelled(timers.getOrDefault(timer, -1), pending);
        }
    }

    private void call(Pid other) {
        long number = random.nextLong();
        Duration timeout = Duration.ofNanos(random.nextInt(300_000));
        try {
            Object answer = Gen.call(other, new Ask(number), timeout, _ -> Long.class);
            check(answer instanceof Long told && told == number, "wrong answer " + answer);
        } catch (ExitException failed) {
            if (failed.reason() instanceof ExitReason.CallFailed(ExitReason why, _, _, _)) {
                ledger.callFailed(other.process, why);
            } else {
                check(false, "a call failed with " + failed.reason());
            }
        }
    }

    private void watchNodesOrAsk(Pid other) {
        if (random.nextBoolean()) {
            Processes.monitorNodes(random.nextBoolean());
        } else if (!other.equals(me.pid) && !other.isAlive()) {
            check(!world.node.names.containsValue(other.process), "not alive with a name");
            check(!other.isAlive(), "alive again");
        }
    }

    private void receive() {
        Processes.receive(Duration.ofNanos(random.nextInt(100_000))).ifPresent(this::handle);
    }

    private void handle(Object message) {
        switch (message) {
            case GenCall call when random.nextInt(8) == 0 -> {}
            case GenCall call when call.request() instanceof Ask(long number) -> call.reply(number);
            case String _ -> {}
            case StressWorld.Finish(var linked, var done) -> {
                ledger.verify(linked, world::isJudge);
                done.complete(true);
            }
            default -> {
                if (isJudge) {
                    ledger.arrived(message);
                }
            }
        }
    }

    private void end() throws Exception {
        switch (isJudge ? 9 : random.nextInt(10)) {
            case 0 -> {}
            case 1 -> throw new ExitException(ExitReason.of("own end of " + me));
            case 2 -> throw new IllegalStateException("crash of " + me);
            case 3, 4 -> {
                idle.complete(true);
                sleepUntilDoomed();
            }
            default -> {
                idle.complete(true);
                while (true) {
                    handle(Processes.receive());
                }
            }
        }
    }

    private void sleepUntilDoomed() {
        try {
            Forever.sleep();
        } catch (InterruptedException interrupted) {
            me.checkDoom();
            check(false, "interrupted without being doomed");
        }
    }

    /** What a doomed process may do all the same. */
    private void cleanUp() {
        try {
            ledger.monitors().forEach(Processes::demonitor);
            aliases.forEach(Processes::unalias);
            timers.keySet().forEach(Processes::cancelTimer);
            Pid mortal = world.mortal(random);
            if (mortal != null) {
                Processes.unlink(mortal);
            }
        } catch (DoomError refused) {
            check(false, "refused to clean up");
        }
    }
}
