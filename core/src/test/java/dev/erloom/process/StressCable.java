// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingDeque;
import org.jspecify.annotations.Nullable;

/**
 * Joins two nodes of this JVM as a real transport would: in order, by one reader each, with a
 * connection that can be cut. What was on its way is then lost from some point on, and both nodes
 * hear of it before anything of the next connection.
 */
final class StressCable {
    private final End one;
    private final End other;
    private boolean isConnected;

    StressCable(NodeImpl one, NodeImpl other) {
        this.one = new End(one, "one@here");
        this.other = new End(other, "other@here");
        this.one.peer = this.other;
        this.other.peer = this.one;
        this.one.reader.start();
        this.other.reader.start();
    }

    /** Loses the connection, if there is one, and some of what was on its way. */
    synchronized void cut(SplittableRandom random) {
        if (isConnected) {
            isConnected = false;
            one.lose(random.nextInt(4));
            other.lose(random.nextInt(4));
        }
    }

    /** Waits until all that was sent, and all that was sent because of it, has arrived. */
    void settle() throws InterruptedException {
        for (int i = 0; i < 4; i++) {
            one.flush();
            other.flush();
        }
    }

    /** Ends the readers; the nodes go on alone. */
    void close() throws InterruptedException {
        one.close();
        other.close();
    }

    Border border(NodeImpl node) {
        return node == one.node ? one.border : other.border;
    }

    /** {@return a process of the other node as {@code node} knows it} */
    Pid known(NodeImpl node, Pid pid) {
        End end = node == one.node ? one : other;
        return end.pid(pid);
    }

    /** Something in a reader's queue: a signal, or news of the connection. */
    private record Step(boolean isSignal, Runnable action) {}

    private final class End implements Transport {
        final NodeImpl node;
        final Border border;
        final LinkedBlockingDeque<Step> steps = new LinkedBlockingDeque<>();
        final Thread reader = Thread.ofPlatform().daemon().unstarted(this::read);
        int goingDown;
        boolean isClosed;

        @SuppressWarnings("NullAway.Init") // the cable sets it
        End peer;

        @SuppressWarnings("this-escape")
        End(NodeImpl node, String name) {
            this.node = node;
            this.border = node.distribute(name, 1, this);
        }

        private void read() {
            while (!isClosed) {
                try {
                    steps.take().action().run();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }

        @Override
        public void send(String to, Signal signal) {
            synchronized (this) {
                accept(signal);
            }
        }

        private void accept(Signal signal) {
            synchronized (StressCable.this) {
                if (goingDown > 0) {
                    return; // it is lost with the connection
                }
                if (!isConnected) {
                    isConnected = true;
                    one.news(() -> one.border.nodeUp(other.node.name()));
                    other.news(() -> other.border.nodeUp(one.node.name()));
                }
                peer.steps.add(new Step(true, () -> peer.border.deliver(peer.translate(signal))));
            }
        }

        private void news(Runnable action) {
            steps.add(new Step(false, action));
        }

        void lose(int signals) {
            for (int i = 0; i < signals; i++) {
                Step last = steps.pollLast();
                if (last != null && !last.isSignal()) {
                    steps.addLast(last);
                    break;
                }
            }
            goingDown++;
            news(this::goDown);
        }

        private synchronized void goDown() {
            border.nodeDown(peer.node.name(), true);
            synchronized (StressCable.this) {
                goingDown--;
            }
        }

        void flush() throws InterruptedException {
            CountDownLatch flushed = new CountDownLatch(1);
            news(flushed::countDown);
            flushed.await();
        }

        void close() throws InterruptedException {
            news(() -> isClosed = true);
            reader.join();
        }

        // What the other end sent, in the eyes of this one

        private Signal translate(Signal signal) {
            return switch (signal) {
                case Signal.Send(Pid from, Address to, RemoteCall call) ->
                        new Signal.Send(pid(from), address(to), call(call));
                case Signal.Send(Pid from, Address to, Object message) ->
                        new Signal.Send(
                                pid(from),
                                address(to),
                                message instanceof Pid pid ? pid(pid) : message);
                case Signal.Link(Pid from, Pid to) -> new Signal.Link(pid(from), pid(to));
                case Signal.Unlink(long id, Pid from, Pid to) ->
                        new Signal.Unlink(id, pid(from), pid(to));
                case Signal.UnlinkAck(long id, Pid from, Pid to) ->
                        new Signal.UnlinkAck(id, pid(from), pid(to));
                case Signal.LinkExit(Pid from, Pid to, ExitReason reason) ->
                        new Signal.LinkExit(pid(from), pid(to), reason);
                case Signal.Exit(Pid from, Pid to, ExitReason reason) ->
                        new Signal.Exit(pid(from), pid(to), reason);
                case Signal.Monitor(Pid watcher, Address object, Ref ref) ->
                        new Signal.Monitor(pid(watcher), address(object), ref(ref));
                case Signal.Demonitor(Pid watcher, Address object, Ref ref) ->
                        new Signal.Demonitor(pid(watcher), address(object), ref(ref));
                case Signal.MonitorExit(Address object, Pid watcher, Ref ref, ExitReason reason) ->
                        new Signal.MonitorExit(address(object), pid(watcher), ref(ref), reason);
            };
        }

        private GenCall call(RemoteCall call) {
            Pid caller = pid(call.caller());
            Ref alias = ref(call.alias());
            return border.call(
                    call.request(),
                    new GenCall.ReplyTo() {
                        @Override
                        public Pid caller() {
                            return caller;
                        }

                        @Override
                        public void reply(@Nullable Object value) {
                            Object answer = value == null ? "null" : value;
                            send(caller.node(), new Signal.Send(caller, alias, answer));
                        }

                        @Override
                        public void fail(ExitReason reason) {
                            border.failCall(alias, reason);
                        }
                    });
        }

        Pid pid(Pid pid) {
            return border.pid(pid.node(), pid.creation(), pid.id(), pid.serial());
        }

        private Ref ref(Ref ref) {
            int[] words = new int[ref.wordCount()];
            for (int i = 0; i < words.length; i++) {
                words[i] = ref.word(i);
            }
            return border.ref(ref.node(), ref.creation(), words);
        }

        private Address address(Address address) {
            return switch (address) {
                case Pid pid -> pid(pid);
                case Ref ref -> ref(ref);
                default -> address;
            };
        }
    }
}
