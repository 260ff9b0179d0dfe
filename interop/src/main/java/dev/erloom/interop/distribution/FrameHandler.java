// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

/** Takes what comes from a peer. All calls come from one thread, one after the other. */
interface FrameHandler {

    /**
     * Takes one frame, which is the handler's to keep. The peer is not read from while this runs,
     * so it must not wait for anything.
     *
     * @throws Exception when the frame makes no sense: the connection is closed, and the message
     *     goes to the log
     */
    void onFrame(byte[] frame) throws Exception;

    /** Takes the end of the connection: called once, after the last frame. */
    void onClosed(CloseReason reason);
}
