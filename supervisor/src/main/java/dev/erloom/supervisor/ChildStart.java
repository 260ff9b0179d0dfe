// SPDX-License-Identifier: Apache-2.0
package dev.erloom.supervisor;

import dev.erloom.process.DoomError;
import dev.erloom.process.ExitException;
import dev.erloom.process.ExitReason;
import dev.erloom.process.Pid;
import dev.erloom.process.StartResult;
import dev.erloom.process.Starter;
import java.util.Optional;

/** Runs the start function of a child, in the calling supervisor. */
final class ChildStart {
    private ChildStart() {}

    /** {@return what {@code start} returned; what it threw, or a broken answer, as a failure} */
    static <T> StartResult<T> run(Starter<T> start) {
        try {
            StartResult<T> result = start.start();
            return isBroken(result)
                    ? new StartResult.Failed<>(
                            new ExitReason.BadReturnValue(String.valueOf(result)))
                    : result;
        } catch (DoomError doom) {
            throw doom;
        } catch (ExitException exit) {
            return failed(exit.reason());
        } catch (Exception | Error crash) { // OTP's catch around apply: a start never ends us
            return failed(new ExitReason.Crash(crash));
        }
    }

    /** User code can return null, whatever the types say. */
    private static boolean isBroken(StartResult<?> result) {
        return switch (result) {
            case null -> true;
            case StartResult.Started<?>(Pid pid, _) -> pid == null;
            case StartResult.Ignored<?> _, StartResult.AlreadyStarted<?> _ -> false;
            case StartResult.Failed<?>(ExitReason reason) -> reason == null;
        };
    }

    private static <T> StartResult<T> failed(ExitReason reason) {
        return new StartResult.Failed<>(ExitReason.of(new ExitInStart(reason)));
    }

    /** {@return why a start failed; empty when it did not} */
    static Optional<ExitReason> failure(StartResult<?> result) {
        return switch (result) {
            case StartResult.Started<?> _, StartResult.Ignored<?> _ -> Optional.empty();
            case StartResult.AlreadyStarted<?> taken -> Optional.of(ExitReason.of(taken));
            case StartResult.Failed<?>(ExitReason reason) -> Optional.of(reason);
        };
    }

    /** {@return the answer to who asked for a new child} */
    static <T> StartChildResult<T> answerForNew(StartResult<T> result) {
        return switch (result) {
            case StartResult.Started<T>(Pid pid, T value) ->
                    new StartChildResult.Started<>(pid, value);
            case StartResult.Ignored<T>() -> new StartChildResult.Ignored<>();
            case StartResult.AlreadyStarted<T>(Pid pid) ->
                    new StartChildResult.AlreadyStarted<>(pid);
            case StartResult.Failed<T>(ExitReason reason) -> new StartChildResult.Failed<>(reason);
        };
    }

    /** {@return the answer to who asked for the restart of a stopped child} */
    static RestartChildResult answerForKnown(StartResult<?> result) {
        return switch (result) {
            case StartResult.Started<?>(Pid pid, _) -> new RestartChildResult.Restarted(pid);
            case StartResult.Ignored<?>() -> new RestartChildResult.Ignored();
            case StartResult.AlreadyStarted<?> taken ->
                    new RestartChildResult.Failed(ExitReason.of(taken));
            case StartResult.Failed<?>(ExitReason reason) -> new RestartChildResult.Failed(reason);
        };
    }
}
