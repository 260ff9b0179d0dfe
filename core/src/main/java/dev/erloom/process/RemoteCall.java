// SPDX-License-Identifier: Apache-2.0
package dev.erloom.process;

/**
 * The message of a call to another node, OTP's {@code {'$gen_call', {Caller, [alias|Alias]},
 * Request}}: what a {@link Transport} finds in {@link Signal.Send#message}.
 *
 * @param caller the calling process
 * @param alias where the reply goes
 * @param request what is asked
 */
public record RemoteCall(Pid caller, Ref alias, Object request) {}
