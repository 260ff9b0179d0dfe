// SPDX-License-Identifier: Apache-2.0
package dev.erloom.port;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Options of {@link Port#open} and {@link Port#spawn}; immutable. */
public final class PortOptions {
    static final PortOptions DEFAULT = new PortOptions();

    /** Which pipes there are. */
    enum Direction {
        BOTH,
        READ,
        WRITE
    }

    private List<String> args = List.of();
    private @Nullable String arg0;
    private Map<String, @Nullable String> env = Map.of();
    private @Nullable Path directory;
    private Framing framing = new Framing.Stream();
    private Stderr stderr = Stderr.INHERIT;
    private Direction direction = Direction.BOTH;
    private Watermarks watermarks = new Watermarks(4096, 8192);
    private boolean exitStatus;
    private boolean eof;
    private boolean killsProgram;
    private boolean brokenPipeIsFine;

    private PortOptions() {}

    private PortOptions with(Consumer<PortOptions> change) {
        PortOptions copy = new PortOptions();
        copy.args = args;
        copy.arg0 = arg0;
        copy.env = env;
        copy.directory = directory;
        copy.framing = framing;
        copy.stderr = stderr;
        copy.direction = direction;
        copy.watermarks = watermarks;
        copy.exitStatus = exitStatus;
        copy.eof = eof;
        copy.killsProgram = killsProgram;
        copy.brokenPipeIsFine = brokenPipeIsFine;
        change.accept(copy);
        return copy;
    }

    /**
     * {@return these options with arguments for the program, in the place of earlier ones}
     *
     * @throws IllegalArgumentException when one contains a NUL
     */
    public PortOptions args(String... args) {
        List<String> copied = List.of(args);
        copied.forEach(arg -> checkText("an argument", arg));
        return with(to -> to.args = copied);
    }

    /**
     * Gives the program another name for itself than its path. Needs {@code bash}, which starts the
     * program in its own place.
     *
     * @throws IllegalArgumentException when it contains a NUL
     */
    public PortOptions arg0(String name) {
        return with(to -> to.arg0 = checkText("arg0", name));
    }

    /**
     * {@return these options with a variable of the program's environment; what is not mentioned is
     * inherited}
     *
     * @throws IllegalArgumentException when {@code name} is empty or contains {@code =} or a NUL
     */
    public PortOptions env(String name, String value) {
        checkText("the variable " + name, Objects.requireNonNull(value, "value"));
        return setEnv(name, value);
    }

    /**
     * {@return these options without a variable that the program would inherit}
     *
     * @throws IllegalArgumentException when {@code name} is empty or contains {@code =} or a NUL
     */
    public PortOptions unsetEnv(String name) {
        return setEnv(name, null);
    }

    private PortOptions setEnv(String name, @Nullable String value) {
        if (checkText("the name of a variable", name).isEmpty() || name.contains("=")) {
            throw new IllegalArgumentException(
                    "the name of a variable must not be empty or contain =, was \"" + name + "\"");
        }
        Map<String, @Nullable String> changed = new HashMap<>(env);
        changed.put(name, value);
        return with(to -> to.env = changed);
    }

    /** {@return these options with a directory to start the program in; default this program's} */
    public PortOptions cd(Path directory) {
        Objects.requireNonNull(directory, "directory");
        return with(to -> to.directory = directory);
    }

    /**
     * {@return these options with packets, each behind its length, in both directions}
     *
     * @param lengthBytes how long the length is
     * @throws IllegalArgumentException when it is not 1, 2 or 4
     */
    public PortOptions packet(int lengthBytes) {
        return framing(new Framing.Packet(lengthBytes));
    }

    /**
     * {@return these options with one message for each line of output}
     *
     * @param maxLength how many bytes a message holds at most; longer lines come in parts
     * @throws IllegalArgumentException when it is not positive
     */
    public PortOptions lines(int maxLength) {
        return framing(new Framing.Lines(maxLength));
    }

    /** {@return these options with a framing; default {@link Framing.Stream}} */
    public PortOptions framing(Framing framing) {
        Objects.requireNonNull(framing, "framing");
        return with(to -> to.framing = framing);
    }

    /** {@return these options with a place for the program's errors; default {@code INHERIT}} */
    public PortOptions stderr(Stderr stderr) {
        Objects.requireNonNull(stderr, "stderr");
        return with(to -> to.stderr = stderr);
    }

    /** {@return these options with a {@link Port.ExitStatus} at the end of the program} */
    public PortOptions exitStatus() {
        return with(to -> to.exitStatus = true);
    }

    /**
     * {@return these options with an {@link Port.Eof} at the end of the output; the port stays open
     * then}
     */
    public PortOptions eof() {
        return with(to -> to.eof = true);
    }

    /** {@return these options without the program's input, which is empty; OTP's {@code in}} */
    public PortOptions readOnly() {
        return with(to -> to.direction = Direction.READ);
    }

    /**
     * {@return these options without the program's output, which goes where this Java program's
     * does; OTP's {@code out}}
     */
    public PortOptions writeOnly() {
        return with(to -> to.direction = Direction.WRITE);
    }

    /**
     * Kills the program, and what it has started, when the port ends before it does: when it is
     * closed, its owner ends, or the node closes. By default the program only finds the end of its
     * input, as on the BEAM, and goes on if it does not care.
     */
    public PortOptions killProgram() {
        return with(to -> to.killsProgram = true);
    }

    /**
     * {@return these options with limits of what is queued for the program: above {@code high}
     * bytes {@link Port#command} waits until {@code low} are left; default 4096 and 8192}
     *
     * @throws IllegalArgumentException when {@code low} is negative or above {@code high}
     */
    public PortOptions busyLimits(Watermarks limits) {
        Objects.requireNonNull(limits, "limits");
        return with(to -> to.watermarks = limits);
    }

    /** {@return these options for a program that need not read its input to the end} */
    PortOptions brokenPipeIsFine() {
        return with(to -> to.brokenPipeIsFine = true);
    }

    private static String checkText(String what, String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(what + " must not contain a NUL");
        }
        return text;
    }

    List<String> arguments() {
        return args;
    }

    @Nullable String nameForItself() {
        return arg0;
    }

    Map<String, @Nullable String> environment() {
        return env;
    }

    @Nullable Path directory() {
        return directory;
    }

    Framing framing() {
        return framing;
    }

    Stderr stderr() {
        return stderr;
    }

    boolean reads() {
        return direction != Direction.WRITE;
    }

    boolean writes() {
        return direction != Direction.READ;
    }

    Watermarks limits() {
        return watermarks;
    }

    boolean wantsExitStatus() {
        return exitStatus;
    }

    boolean wantsEof() {
        return eof;
    }

    boolean killsProgram() {
        return killsProgram;
    }

    boolean takesBrokenPipe() {
        return brokenPipeIsFine;
    }
}
