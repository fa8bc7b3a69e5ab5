package io.cioconnect.listener;

import io.cioconnect.testing.HttpPeer;
import java.io.IOException;
import java.net.ConnectException;

/** Calls a port, and says with what status it answered. */
final class ModelCalls {
    /** The connection was refused. */
    static final int REFUSED = -1;

    private static final int CLOSED = -2;

    private ModelCalls() {}

    static int get(int number, String path) throws IOException {
        return call(number, "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
    }

    static int call(int number, String request) throws IOException {
        try {
            HttpPeer.Reply reply = new HttpPeer(number).send(request);
            return reply.status() == -1 ? CLOSED : reply.status();
        } catch (ConnectException refused) {
            return REFUSED;
        }
    }

    static boolean isRefused(int number) throws IOException {
        try (var socket = new HttpPeer(number).connect()) {
            return !socket.isConnected();
        } catch (ConnectException refused) {
            return true;
        }
    }
}
