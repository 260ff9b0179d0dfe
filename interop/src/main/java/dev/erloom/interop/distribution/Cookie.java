// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The secret that the nodes of a cluster share. It is never printed and never sent.
 *
 * <p>Whoever knows it may do anything to the nodes of the cluster. The handshake proves it with
 * MD5, so a short cookie can be guessed from one recorded handshake.
 */
public final class Cookie {

    /** The environment variable that {@link #fromEnvironment} reads. */
    public static final String VARIABLE = "ERLOOM_COOKIE";

    private final byte[] secret;

    private Cookie(byte[] secret) {
        this.secret = secret;
    }

    /**
     * Makes the cookie {@code secret}.
     *
     * @throws IllegalArgumentException when it is empty or has a character above 255, which no
     *     Erlang node could use
     * @otp erlang:set_cookie/1
     */
    public static Cookie of(String secret) {
        Objects.requireNonNull(secret, "secret");
        if (secret.isEmpty()) {
            throw new IllegalArgumentException("cookie must not be empty");
        }
        if (secret.chars().anyMatch(c -> c > 0xFF)) {
            throw new IllegalArgumentException(
                    "cookie must have only characters up to 255, has one above");
        }
        return new Cookie(secret.getBytes(ISO_8859_1));
    }

    /**
     * Reads the cookie from the environment variable {@value #VARIABLE}.
     *
     * @throws DistributionException when it is not set
     * @throws IllegalArgumentException when its value cannot be a cookie, see {@link #of}
     */
    public static Cookie fromEnvironment() {
        return of(CookieSources.environment(VARIABLE, System.getenv(VARIABLE)));
    }

    /**
     * Reads the cookie that the Erlang nodes of this user have: {@code ~/.erlang.cookie}, else
     * {@code .erlang.cookie} in the folder {@code erlang} of {@code $XDG_CONFIG_HOME}, by default
     * {@code ~/.config}. Unlike a BEAM it makes no cookie when there is none.
     *
     * @throws DistributionException when there is no such file, or it is not fit, see {@link
     *     #fromFile(Path)}
     */
    public static Cookie fromFile() {
        return fromFile(CookieSources.find());
    }

    /**
     * Reads the cookie from {@code file}: one line of ASCII characters; what follows it may only be
     * spaces and line ends.
     *
     * @throws DistributionException when the file cannot be read, is not a regular file, may be
     *     used by anyone but its owner (where the file system knows owners), or does not hold a
     *     cookie
     */
    public static Cookie fromFile(Path file) {
        return of(CookieSources.read(file));
    }

    /** The proof that this cookie is known: MD5 of it and of the challenge in unsigned decimal. */
    byte[] digest(int challenge) {
        MessageDigest md5;
        try {
            md5 = MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no MD5, which the handshake needs", e);
        }
        md5.update(secret);
        return md5.digest(Integer.toUnsignedString(challenge).getBytes(ISO_8859_1));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Cookie cookie && MessageDigest.isEqual(secret, cookie.secret);
    }

    /** The same for all cookies: a hash would tell something about the secret. */
    @Override
    public int hashCode() {
        return Cookie.class.hashCode();
    }

    @Override
    public String toString() {
        return "Cookie[not shown]";
    }
}
