// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.concurrent.TimeUnit;

/** Starts the EPMD of this machine the way {@code erl} does: detached, to outlive the program. */
final class EpmdDaemon {
    private EpmdDaemon() {}

    /**
     * Runs {@code epmd -daemon}; on return it is about to listen.
     *
     * @throws IOException when there is none on the {@code PATH}, or it does not start
     */
    static void start(String command, int port) throws IOException, InterruptedException {
        var builder =
                new ProcessBuilder(command, "-daemon")
                        .redirectInput(Redirect.PIPE)
                        .redirectOutput(Redirect.DISCARD)
                        .redirectError(Redirect.DISCARD);
        builder.environment().put("ERL_EPMD_PORT", Integer.toString(port));
        Process starter;
        try {
            starter = builder.start();
        } catch (IOException e) {
            throw new IOException(
                    "there is no " + command + " on the PATH to start (" + e.getMessage() + ")", e);
        }
        starter.getOutputStream().close();
        if (!starter.waitFor(Epmd.LIMIT.toNanos(), TimeUnit.NANOSECONDS)) {
            starter.destroy();
            throw new IOException(command + " -daemon did not detach within " + Epmd.LIMIT);
        }
        if (starter.exitValue() != 0) {
            throw new IOException(command + " -daemon ended with " + starter.exitValue());
        }
    }
}
