// SPDX-License-Identifier: Apache-2.0
package dev.erloom.interop.distribution;

import dev.erloom.interop.distribution.FramedConnection.Settings;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Keeps what comes from a peer, and sends the content of frames as it is. */
final class RawFrames implements FrameHandler, FrameEncoder<byte[]> {
    final BlockingQueue<byte[]> frames = new LinkedBlockingQueue<>();
    final BlockingQueue<CloseReason> ends = new LinkedBlockingQueue<>();

    /** {@return a connection of {@code socket}, on the time of the machine and started} */
    FramedConnection<byte[]> on(Socket socket, Settings settings) throws IOException {
        var connection =
                new FramedConnection<>(
                        "o@127.0.0.1", socket, this, this, settings, TimeSource.system());
        connection.start();
        return connection;
    }

    @Override
    public void onFrame(byte[] frame) {
        frames.add(frame);
    }

    @Override
    public void onClosed(CloseReason reason) {
        ends.add(reason);
    }

    @Override
    public long weight(byte[] item) {
        return item.length;
    }

    @Override
    public void encode(byte[] item, FrameSink out) {
        out.beginFrame();
        out.write(item);
        out.endFrame();
    }
}
