// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One process: its thread, its mailbox, its life.
 *
 * <p>Messages go into the lock-free mailbox. Every other signal is applied at once, by the sender's
 * thread, under the lock of this object. The lock is held for a few steps only and never while user
 * code runs; two such locks are taken together only by {@link Links}, in the order of the pids.
 */
final class ProcessImpl extends Waiter implements Runnable, Thread.UncaughtExceptionHandler {

    /**
     * In this order. A fatal signal dooms; past its deadline a doomed process is condemned, then
     * buried.
     */
    enum Life {
        RUNNING,
        DOOMED,
        CONDEMNED,
        RELEASING,
        RELEASED,
        DEAD
    }

    private static final long SHORTEST_REFUSAL = 1_000_000;
    private static final long LONGEST_REFUSAL = 100_000_000;
    private static final ExitReason MAILBOX_FULL = ExitReason.of(new Atom("mailbox_full"));

    final Pid pid;
    final SpawnOptions options;
    final Mailbox mailbox;
    private final Thread thread;

    /**
     * Both until the process has ended: a pid may be kept for long, and must not keep everything
     * with it.
     */
    private @Nullable ProcessBody body;

    private @Nullable Pid parent;

    private volatile Life life = Life.RUNNING;
    private ExitReason reason = ExitReason.NORMAL;
    private boolean trapsExits;
    private @Nullable Relations relations;
    private @Nullable String name;

    /** Owner only: the call taken last, and the earlier ones that have no answer yet. */
    private @Nullable GenCall lastCall;

    private @Nullable List<GenCall> unanswered;
    private volatile @Nullable Map<Object, Object> dictionary;

    ProcessImpl(
            NodeImpl node,
            long number,
            ProcessBody body,
            SpawnOptions options,
            @Nullable Pid parent) {
        super(node);
        this.pid = new Pid(node, number, this);
        this.body = body;
        this.options = options;
        MailboxLimit limit = options.mailboxLimit();
        this.mailbox = limit == null ? new Mailbox() : new BoundedMailbox(limit.messages());
        this.parent = parent;
        this.thread = node.newThread(this, options);
        thread.setUncaughtExceptionHandler(this);
    }

    /**
     * {@return the process that the calling thread is, or null} A thread knows its process by its
     * exception handler: that costs no memory, and a thread that user code starts does not inherit
     * it.
     */
    static @Nullable ProcessImpl currentOrNull() {
        Thread current = Thread.currentThread();
        return current.getUncaughtExceptionHandler() instanceof ProcessImpl process
                        && process.thread == current
                ? process
                : null;
    }

    static ProcessImpl current(String what) {
        ProcessImpl me = currentOrNull();
        if (me == null) {
            throw new IllegalStateException(
                    what
                            + " needs a process, and this thread is none: use node.run(...) or node.spawn(...)");
        }
        return me;
    }

    void start() {
        try {
            thread.start();
        } catch (Throwable failed) { // without a thread it ends as if it had run into that
            if (leave(reasonOf(failed))) {
                Death.of(this);
            }
            throw failed;
        }
    }

    @Override
    Thread thread() {
        return thread;
    }

    // Life

    @Override
    public void run() {
        Throwable thrown = null;
        ProcessBody next = isDoomed() ? null : body;
        boolean hibernates = false;
        while (next != null) {
            ProcessBody now = next;
            next = null;
            try {
                if (hibernates) {
                    Receive.awaitMail(this);
                }
                now.run();
            } catch (Hibernation pause) {
                next = pause.next();
                hibernates = true;
            } catch (Throwable t) { // the one place where a process ends, whatever it ended with
                thrown = t;
            }
        }
        end(thrown);
    }

    /** {@link #run} lets nothing out; this interface is how a thread finds its process. */
    @Override
    public void uncaughtException(Thread dying, Throwable thrown) {
        if (!(thrown instanceof DoomError)) { // which only says that its report was cut short
            Reports.lost(this, thrown);
        }
    }

    /** Until its end is reported it runs, and can be ended by others: a report calls user code. */
    private void end(@Nullable Throwable thrown) {
        ExitReason own = reasonOf(thrown);
        absorbInterrupt();
        try {
            if (life == Life.RUNNING) {
                Reports.ended(this, own);
            }
        } finally {
            if (leave(own)) {
                absorbInterrupt();
                Death.of(this);
            }
            body = null;
            parent = null;
            dictionary = null;
        }
    }

    /** Takes the process out of its life; false when it has been declared dead. */
    private synchronized boolean leave(ExitReason own) {
        if (isGone()) {
            node.zombies.decrementAndGet();
            return false;
        }
        if (life == Life.RUNNING) {
            reason = own;
        }
        life = Life.RELEASING;
        return true;
    }

    static ExitReason reasonOf(@Nullable Throwable thrown) {
        return switch (thrown) {
            case null -> ExitReason.NORMAL;
            case DoomError doom -> ExitReason.KILLED;
            case ExitException exit -> exit.reason();
            default -> new ExitReason.Crash(thrown);
        };
    }

    /** {@return what it runs; null when it has ended} */
    @Nullable ProcessBody body() {
        return body;
    }

    /** {@return who started it; null for a root, and when it has ended} */
    @Nullable Pid parent() {
        return parent;
    }

    Life life() {
        return life;
    }

    /** {@return whether this process goes on though its time is over} Own thread only. */
    boolean isCondemned() {
        return life == Life.CONDEMNED || isGone();
    }

    boolean isGone() {
        return life.compareTo(Life.RELEASING) >= 0;
    }

    /** {@return whether it can be linked no more; it tells its links now, or has done so} */
    boolean isReleased() {
        return life.compareTo(Life.RELEASED) >= 0;
    }

    @Override
    boolean waitsAgain() {
        return !isGone();
    }

    /** {@return why this process ends or ended; meaningful once it is not running} */
    synchronized ExitReason reason() {
        return reason;
    }

    /**
     * Moves on to {@link Life#RELEASED} or {@link Life#DEAD}; {@return what ties it to others, if
     * anything does}
     */
    synchronized @Nullable Relations advance(Life to) {
        life = to;
        return relations;
    }

    @Override
    Error doomError() {
        absorbInterrupt();
        if (isCondemned()) {
            LockSupport.parkNanos(1); // takes the permit that an interrupt leaves behind
            LockSupport.parkNanos(nextRefusal());
        }
        return new DoomError(pid, reason());
    }

    private synchronized long nextRefusal() {
        Relations mine = relations();
        mine.refusal = Math.clamp(mine.refusal * 2, SHORTEST_REFUSAL, LONGEST_REFUSAL);
        return mine.refusal;
    }

    // Signals from others

    /** Puts a message into the mailbox; dropped when the process has ended. */
    void deliver(Object message) {
        deliver(new MailNode(message));
    }

    /** {@return false when the process has ended} */
    boolean deliver(MailNode mail) {
        return switch (mailbox.push(mail)) {
            case DONE -> true;
            case WAKE_OWNER -> {
                LockSupport.unpark(thread);
                yield true;
            }
            case REFUSED -> false;
            case FULL -> {
                overflow(mail);
                yield true;
            }
        };
    }

    private void overflow(MailNode mail) {
        MailboxLimit limit = options.mailboxLimit();
        if (limit != null && limit.overflow() == MailboxLimit.Overflow.KILL) {
            Reports.overflow(this, limit);
            exitSignal(pid, ExitReason.KILL);
        } else if (limit != null && mailbox instanceof BoundedMailbox full && full.isFirstDrop()) {
            Reports.overflow(this, limit);
        }
        if (mail instanceof GenCall call) {
            call.complete(new GenCall.Failure(MAILBOX_FULL));
        }
    }

    /** An exit signal that somebody sent with {@code exit/2}. */
    void exitSignal(Pid from, ExitReason why) {
        boolean kill = why instanceof ExitReason.Kill;
        synchronized (this) {
            if (kill && life == Life.DOOMED) {
                setDeadline(killGrace());
                announceStrike();
            } else if (life != Life.RUNNING) {
                return;
            } else if (kill) {
                doom(ExitReason.KILLED, killGrace());
            } else if (!trapOrDoom(from, why, null)) {
                return;
            }
        }
        strike();
    }

    /** The exit signal of a link; dropped when the link is not active here. */
    void linkExit(Pid from, ExitReason why) {
        boolean isFatal;
        synchronized (this) {
            isFatal = linkEnds(from, why);
        }
        if (isFatal) {
            strike();
        }
    }

    /** As {@link #linkExit}, short of the strike: true when one must follow. Lock held. */
    boolean linkEnds(Pid from, ExitReason why) {
        Relation.Link link = relations == null ? null : relations.link(from);
        if (link == null || !link.active || link.queued != null || isReleased()) {
            return false;
        }
        if (!trapsExits || life != Life.RUNNING) {
            relations().forget(link);
        }
        return life == Life.RUNNING && trapOrDoom(from, why, link);
    }

    /** Delivers an announced strike. */
    void strike() {
        strike(options.interruptible());
    }

    /** Applies OTP's table for every signal but {@code kill}; true when it is fatal. Lock held. */
    private boolean trapOrDoom(Pid from, ExitReason why, Relation.@Nullable Link link) {
        if (trapsExits) {
            Exit exit = new Exit(from, why);
            if (link == null) {
                deliver(exit);
            } else {
                link.queued = new MailNode.Queued(exit, link);
                deliver(link.queued);
            }
            return false;
        }
        if (why instanceof ExitReason.Normal && (link != null || !from.equals(pid))) {
            return false;
        }
        doom(why, grace(options.exitGrace(), node.options.exitGrace()));
        return true;
    }

    private void doom(ExitReason why, long grace) {
        life = Life.DOOMED;
        reason = why;
        setDeadline(grace);
        announceStrike();
    }

    private long killGrace() {
        return grace(options.killGrace(), node.options.killGrace());
    }

    private static long grace(@Nullable Duration own, Duration ofNode) {
        return Timeouts.nanos(own == null ? ofNode : own, "grace");
    }

    private void setDeadline(long grace) {
        if (grace == Timeouts.NEVER) {
            return;
        }
        Relations mine = relations();
        if (mine.deadline == null) {
            mine.deadline = new Deadline(this);
        }
        node.timers.schedule(mine.deadline, Timeouts.after(node.now(), grace));
    }

    /**
     * The end of a doomed process's grace: it is condemned, and a little later buried by another
     * thread.
     */
    private static final class Deadline extends Timers.Entry {
        private static final long LAST_CHANCE = 20_000_000;
        private final ProcessImpl process;

        Deadline(ProcessImpl process) {
            this.process = process;
        }

        @Override
        void fire() {
            if (process.condemn(this)) {
                process.strike();
            } else {
                process.node.undertaker.bury(process);
            }
        }
    }

    private synchronized boolean condemn(Deadline deadline) {
        boolean due = life == Life.DOOMED;
        if (due) {
            life = Life.CONDEMNED;
            node.timers.schedule(deadline, node.now() + Deadline.LAST_CHANCE);
            announceStrike();
        }
        return due;
    }

    private synchronized boolean takeForBurial() {
        boolean due = life == Life.CONDEMNED;
        if (due) {
            life = Life.RELEASING;
            node.zombies.incrementAndGet();
        }
        return due;
    }

    /** Declares this process dead, unless it has ended since it was condemned. */
    void bury() {
        if (takeForBurial()) {
            try {
                Reports.zombie(this);
            } finally {
                Death.of(this);
            }
        }
    }

    // What the process itself holds; each call with the lock held, or by the owner where it says so

    /** Lock held. */
    Relations relations() {
        if (relations == null) {
            relations = new Relations();
        }
        return relations;
    }

    /** Lock held. */
    @Nullable Relations relationsOrNull() {
        return relations;
    }

    synchronized boolean trapExits(boolean trap) {
        boolean before = trapsExits;
        trapsExits = trap;
        return before;
    }

    /** Lock held. */
    boolean trapsExits() {
        return trapsExits;
    }

    synchronized @Nullable String registeredName() {
        return name;
    }

    /** {@return what it calls itself, or was called at its start; null when that is nothing} */
    synchronized @Nullable Object label() {
        return relations == null || relations.label == null ? options.label() : relations.label;
    }

    void setLabel(Object label) {
        synchronized (this) {
            if (!isGone()) {
                relations().label = label;
            }
        }
        thread.setName(Excerpt.of(label));
    }

    /** Lock held. */
    void setName(@Nullable String name) {
        this.name = name;
    }

    /** Takes a timer as one of this process's; false when it has ended. */
    synchronized boolean own(Timer timer) {
        return !isGone() && relations().timers().add(timer);
    }

    synchronized void disown(Timer timer) {
        if (relations != null && relations.timers != null) {
            relations.timers.remove(timer);
        }
    }

    /** Owner only: the message of a node that a receive has chosen. */
    Object take(MailNode mail) {
        mailbox.remove(mail);
        if (mail instanceof MailNode.Queued queued) {
            forget(queued.origin);
        } else if (mail instanceof GenCall call) {
            keepLastCall();
            lastCall = call;
        }
        return mail.message;
    }

    private synchronized void forget(Relation ended) {
        if (relations != null && !isReleased()) {
            relations.forget(ended);
        }
    }

    /**
     * Owner only: takes a queued end out of its place; null when a receive is looking at it just
     * now.
     */
    @Nullable Object flush(MailNode.Queued queued) {
        mailbox.drain();
        return queued.message == MailNode.UNDER_TEST ? null : take(queued);
    }

    private void keepLastCall() {
        if (lastCall != null && !lastCall.isAnswered()) {
            if (unanswered == null) {
                unanswered = new ArrayList<>();
            } else if (unanswered.size() >= 16 && Integer.bitCount(unanswered.size()) == 1) {
                unanswered.removeIf(GenCall::isAnswered);
            }
            unanswered.add(lastCall);
        }
    }

    /**
     * Tells the callers of a process that has ended; the calls still in the mailbox start at {@code
     * oldest}.
     */
    void failCalls(@Nullable MailNode oldest) {
        if (lastCall != null) {
            lastCall.complete(new GenCall.Failure(reason()));
        }
        if (unanswered != null) {
            unanswered.forEach(call -> call.complete(new GenCall.Failure(reason())));
        }
        for (MailNode mail = oldest; mail != null; mail = mail.next) {
            if (mail instanceof GenCall call) {
                call.complete(new GenCall.Failure(reason()));
            }
        }
        lastCall = null;
        unanswered = null;
    }

    /** Lets go of what is empty, after a tie that was there for its start only. */
    synchronized void trimTies() {
        if (relations != null && relations.trim()) {
            relations = null;
        }
    }

    /** Owner only, before it waits: keeps no call that is answered. */
    void forgetAnsweredCall() {
        if (lastCall != null && lastCall.isAnswered()) {
            lastCall = null;
        }
    }

    /** Lets go of those it was tied to, once they have been told. */
    synchronized void cutTies() {
        relations = null;
    }

    /** Owner only. */
    Map<Object, Object> dictionary() {
        Map<Object, Object> own = dictionary;
        if (own == null) {
            own = new ConcurrentHashMap<>(4);
            dictionary = own;
        }
        return own;
    }

    /** {@return a copy of its dictionary} */
    Map<Object, Object> dictionaryCopy() {
        Map<Object, Object> own = dictionary;
        return own == null ? Map.of() : Map.copyOf(own);
    }

    @Override
    public String toString() {
        return pid.toString();
    }
}
