// SPDX-License-Identifier: Apache-2.0
package dev.erloom.server;

/**
 * Why a call from another node failed whose request is none of the server's protocol, {@code
 * {bad_request, Why}} to the caller. The server goes on.
 *
 * @param why what did not fit, with the path inside the request
 */
public record BadRequest(String why) {}
