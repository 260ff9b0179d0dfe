// SPDX-License-Identifier: Apache-2.0
package dev.erloom.pg;

import static dev.erloom.process.Processes.receive;
import static dev.erloom.process.Processes.self;

import dev.erloom.process.ExitException;
import dev.erloom.process.Match;
import dev.erloom.process.Node;
import dev.erloom.process.Pid;
import dev.erloom.process.Published;
import dev.erloom.process.Ref;
import dev.erloom.process.StartResult;
import dev.erloom.process.Timeouts;
import dev.erloom.server.Call;
import dev.erloom.server.GenServer;
import dev.erloom.server.Name;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A scope of process groups, OTP's {@code pg}. A group is a value of any kind with the processes
 * that have joined it; it is there from the first join to the last leave.
 *
 * <p>This is a name, usually a constant, as {@link Name} is; the groups belong to the node on which
 * {@link #startLink} ran. Scopes know nothing of each other. A scope means that of the calling
 * process's node, elsewhere that of the default node; {@link #on} names another.
 *
 * <p>Reading asks no process and takes no lock. Joining and leaving goes through the process of the
 * scope, and has its effect when it returns. A member that ends leaves all groups at once, or
 * nearly. When the process of the scope ends, nobody is in any group any more.
 *
 * @otp pg
 */
public final class Pg {

    /** The scope {@code pg}, OTP's default. It must be started as any other. */
    public static final Pg DEFAULT = scope("pg");

    private final String scope;
    private final @Nullable Node node;

    private Pg(String scope, @Nullable Node node) {
        this.scope = Name.of(scope).text();
        this.node = node;
    }

    /**
     * {@return the scope of this name}
     *
     * @throws IllegalArgumentException when it is empty
     */
    public static Pg scope(String name) {
        return new Pg(name, null);
    }

    /** {@return this scope on a node of this JVM} */
    public Pg on(Node node) {
        return new Pg(scope, Objects.requireNonNull(node, "node"));
    }

    /** {@return its name, under which its process is registered} */
    public String name() {
        return scope;
    }

    /**
     * Starts a scope that is linked to nobody.
     *
     * @return {@code Started} or {@code AlreadyStarted}
     * @otp pg:start/1
     */
    public static StartResult<Pg> start(Pg scope) {
        return GenServer.start(new ScopeServer(scope.scope), with -> with.name(scope.server()))
                .map(_ -> scope);
    }

    /**
     * Starts a scope that is linked to the caller, as a child of a supervisor is.
     *
     * @return {@code Started} or {@code AlreadyStarted}
     * @otp pg:start_link/1
     */
    public static StartResult<Pg> startLink(Pg scope) {
        return GenServer.startLink(new ScopeServer(scope.scope), scope.server()).map(_ -> scope);
    }

    private Name<ScopeServer.Message> server() {
        return Name.of(scope);
    }

    private Node where() {
        return node == null ? Node.current() : node;
    }

    private <R> R call(Call<ScopeServer.Message, R> request) {
        return (node == null ? server() : server().on(node)).call(request, Timeouts.INFINITY);
    }

    /**
     * Makes a process a member. It may join several times, and must leave as often.
     *
     * @throws IllegalArgumentException when the process belongs to another node, OTP's {@code
     *     {nolocal, Pid}}
     * @throws ExitException with {@code noproc} when the scope does not run
     * @otp pg:join/3
     */
    public void join(Object group, Pid pid) {
        join(group, List.of(pid));
    }

    /**
     * Makes processes members in one step; the list may have one several times. Without processes
     * nothing happens.
     *
     * @throws IllegalArgumentException when one of them belongs to another node
     * @throws ExitException with {@code noproc} when the scope does not run
     * @implNote {@code pg} makes an empty group of an empty list
     * @otp pg:join/3
     */
    public void join(Object group, List<Pid> pids) {
        Objects.requireNonNull(group, "group");
        call(new ScopeServer.Join(group, local(pids)));
    }

    /**
     * Takes a process out of a group, once.
     *
     * @return whether it was a member; {@code not_joined} otherwise
     * @throws IllegalArgumentException when the process belongs to another node
     * @throws ExitException with {@code noproc} when the scope does not run
     * @otp pg:leave/3
     */
    public boolean leave(Object group, Pid pid) {
        return leave(group, List.of(pid));
    }

    /**
     * Takes processes out of a group in one step, each as often as the list has it.
     *
     * @return whether any of them was a member
     * @throws IllegalArgumentException when one of them belongs to another node
     * @throws ExitException with {@code noproc} when the scope does not run
     * @implNote who monitors the group hears of those that were members; {@code pg} tells the list
     * @otp pg:leave/3
     */
    public boolean leave(Object group, List<Pid> pids) {
        Objects.requireNonNull(group, "group");
        return call(new ScopeServer.Leave(group, local(pids)));
    }

    private List<Pid> local(List<Pid> pids) {
        Node here = where();
        for (Pid pid : pids) {
            if (!pid.belongsTo(here)) {
                throw new IllegalArgumentException(
                        "nolocal: only processes of " + here + " join and leave, was " + pid);
            }
        }
        return List.copyOf(pids);
    }

    // Reading

    private @Nullable Membership membership() {
        return Published.read(where(), scope, Membership.class);
    }

    private Members of(Object group) {
        Membership found = membership();
        return found == null ? Members.NONE : found.of(group);
    }

    /**
     * {@return the members of a group on all nodes, each as often as it has joined, in no
     * particular order; empty when there is no such group or scope; immutable}
     *
     * @otp pg:get_members/2
     */
    public List<Pid> members(Object group) {
        return of(group).all();
    }

    /**
     * {@return as {@link #members}, those of this node}
     *
     * @otp pg:get_local_members/2
     */
    public List<Pid> localMembers(Object group) {
        return of(group).local();
    }

    /**
     * {@return the groups that have members, in no order; empty when the scope does not run}
     *
     * @otp pg:which_groups/1
     */
    public List<Object> whichGroups() {
        Membership found = membership();
        return found == null
                ? List.of()
                : found.all().stream().<Object>map(Map.Entry::getKey).toList();
    }

    /**
     * {@return the groups that have members on this node, in no order; empty when the scope does
     * not run}
     */
    public List<Object> whichLocalGroups() {
        Membership found = membership();
        return found == null ? List.of() : List.copyOf(found.localGroups().keySet());
    }

    // Monitors

    /**
     * Makes the calling process get a {@link GroupEvent} for each change of a group, from the
     * moment on that the result describes. It ends with the process, or by {@link #demonitor}.
     *
     * @throws IllegalStateException when the calling thread is no process
     * @throws ExitException with {@code noproc} when the scope does not run
     * @otp pg:monitor/2
     */
    public GroupMonitor monitor(Object group) {
        self();
        return call(new ScopeServer.MonitorGroup(Objects.requireNonNull(group, "group")));
    }

    /**
     * As {@link #monitor}, of all groups.
     *
     * @throws IllegalStateException when the calling thread is no process
     * @throws ExitException with {@code noproc} when the scope does not run
     * @otp pg:monitor_scope/1
     */
    public ScopeMonitor monitorScope() {
        self();
        return call(new ScopeServer.MonitorScope());
    }

    /**
     * Ends a monitor of the calling process, and removes what it has queued.
     *
     * @return whether there was such a monitor
     * @throws IllegalStateException when the calling thread is no process
     * @throws ExitException with {@code noproc} when the scope does not run
     * @otp pg:demonitor/2
     */
    public boolean demonitor(Ref ref) {
        self();
        boolean was = call(new ScopeServer.Demonitor(ref));
        if (was) {
            Optional<GroupEvent> queued;
            do {
                queued = receive(message -> event(message, ref), Duration.ZERO);
            } while (queued.isPresent());
        }
        return was;
    }

    private static Match<GroupEvent> event(Object message, Ref ref) {
        return message instanceof GroupEvent event && event.ref().equals(ref)
                ? Match.take(event)
                : Match.skip();
    }

    /** {@return whether {@code other} is the same scope} */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Pg pg && scope.equals(pg.scope) && Objects.equals(node, pg.node);
    }

    @Override
    public int hashCode() {
        return scope.hashCode();
    }

    @Override
    public String toString() {
        return scope;
    }
}
