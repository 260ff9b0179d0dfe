// SPDX-License-Identifier: Apache-2.0
package dev.erloom.examples.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** The {@code elixir} of each release of the matrix, see {@code erloom.otp.matrix}. */
public final class Elixir {
    private Elixir() {}

    /**
     * {@return the commands, one for each release}
     *
     * @param folder where a command is written that enters another root
     */
    public static List<String> commands(Path folder) throws IOException {
        List<String> commands = new ArrayList<>();
        for (String entry : System.getProperty("erloom.otp.matrix", "path").split(",", -1)) {
            String root = entry.strip().replaceFirst("chroot:", "");
            commands.add(root.equals("path") ? "elixir" : inside(root, folder));
        }
        return commands;
    }

    private static String inside(String root, Path folder) throws IOException {
        Path command = folder.resolve("elixir-in" + root.replace('/', '-'));
        Files.writeString(command, "#!/bin/sh\nexec chroot '" + root + "' elixir \"$@\"\n");
        Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwx------"));
        return command.toString();
    }
}
