// SPDX-License-Identifier: Apache-2.0
package dev.erloom.port;

import dev.erloom.process.Timeouts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** Options of {@link Port#cmd}; immutable. */
public final class CmdOptions {
    static final CmdOptions DEFAULT =
            new CmdOptions(
                    PortOptions.DEFAULT.exitStatus().killProgram().brokenPipeIsFine(),
                    new byte[0],
                    Timeouts.INFINITY);

    private final PortOptions port;
    private final byte[] input;
    private final Duration timeout;

    private CmdOptions(PortOptions port, byte[] input, Duration timeout) {
        this.port = port;
        this.input = input;
        this.timeout = timeout;
    }

    private CmdOptions port(UnaryOperator<PortOptions> with) {
        return new CmdOptions(with.apply(port), input, timeout);
    }

    /** {@return these options with arguments, as {@link PortOptions#args}} */
    public CmdOptions args(String... args) {
        return port(with -> with.args(args));
    }

    /** {@return these options with another name for the program, as {@link PortOptions#arg0}} */
    public CmdOptions arg0(String name) {
        return port(with -> with.arg0(name));
    }

    /** {@return these options with a variable, as {@link PortOptions#env}} */
    public CmdOptions env(String name, String value) {
        return port(with -> with.env(name, value));
    }

    /** {@return these options without a variable, as {@link PortOptions#unsetEnv}} */
    public CmdOptions unsetEnv(String name) {
        return port(with -> with.unsetEnv(name));
    }

    /** {@return these options with a directory, as {@link PortOptions#cd}} */
    public CmdOptions cd(Path directory) {
        return port(with -> with.cd(directory));
    }

    /** {@return these options with a place for errors, as {@link PortOptions#stderr}} */
    public CmdOptions stderr(Stderr stderr) {
        return port(with -> with.stderr(stderr));
    }

    /**
     * {@return these options with an input for the program, which need not read it; default an
     * empty one}
     */
    public CmdOptions input(byte[] input) {
        return new CmdOptions(port, input.clone(), timeout);
    }

    /** {@return these options with a text in UTF-8 as input} */
    public CmdOptions input(String text) {
        return new CmdOptions(port, text.getBytes(StandardCharsets.UTF_8), timeout);
    }

    /**
     * {@return these options with a time after which the program is killed; default never}
     *
     * @throws IllegalArgumentException when {@code timeout} is negative
     */
    public CmdOptions timeout(Duration timeout) {
        return new CmdOptions(port, input, Timeouts.check(timeout, "timeout"));
    }

    PortOptions port() {
        return port;
    }

    byte[] input() {
        return input;
    }

    Duration timeout() {
        return timeout;
    }
}
