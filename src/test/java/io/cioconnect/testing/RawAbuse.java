package io.cioconnect.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** A client that means harm, or is broken, on as many connections as it likes. They stay open until it is closed. For one thread. */
public final class RawAbuse implements AutoCloseable {
    private static final int MIB = 1 << 20;

    /** Wrong, but nobody can tell before the end of the body. */
    private static final String WELL_FORMED = "X-CIO-Timestamp: 1\r\nX-CIO-Signature: " + "0".repeat(64) + "\r\n";

    private final HttpPeer peer;
    private final String head;
    private final List<Socket> sockets = new ArrayList<>();

    /** @param path on which deliveries are taken */
    public RawAbuse(HttpPeer peer, String path) {
        this.peer = peer;
        this.head = "POST " + path + " HTTP/1.1\r\nHost: x\r\n" + WELL_FORMED;
    }

    /** The beginning of a delivery; its last header is not the last. */
    public static String head(String path) {
        return "POST " + path + " HTTP/1.1\r\nHost: x\r\nX-CIO-Signature: good\r\n";
    }

    /** Requests that are none, or mean two things at once: each is to be refused, and the answer to tell nothing. */
    public static List<String> brokenRequests(String path) {
        String head = head(path);
        return List.of(
                head + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                head + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
                head + "Content-Length: -1\r\n\r\n",
                head + "Content-Length: 99999999999999999999\r\n\r\n",
                head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
                head + "Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n",
                head + "No colon here\r\n\r\n",
                head + "Space : x\r\n\r\n",
                head + " folded: x\r\n\r\n",
                "POST " + path + " HTTP/1.1\r\n\r\n",
                "POST " + path + "/%zz HTTP/1.1\r\nHost: x\r\n\r\n",
                "POST " + path + "%00 HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET " + path + "\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n",
                "CONNECT example.com:443 HTTP/1.1\r\nHost: example.com\r\n\r\n",
                "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET http://[::bad HTTP/1.1\r\nHost: x\r\n\r\n");
    }

    /** Connections on which nothing is ever sent. */
    public void idle(int connections) throws IOException {
        for (int i = 0; i < connections; i++) {
            connect();
        }
    }

    /** Deliveries of which so many bytes are announced, some are sent, and no more come; all of them in as short a time as can be. */
    public List<Socket> unfinished(int connections, int announced, int sent) throws IOException {
        List<Socket> unfinished = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            unfinished.add(connect());
        }
        String delivery = head + "Content-Length: " + announced + "\r\n\r\n" + "x".repeat(sent);
        byte[] bytes = delivery.getBytes(StandardCharsets.US_ASCII);
        for (Socket socket : unfinished) {
            socket.getOutputStream().write(bytes);
        }
        return unfinished;
    }

    /** Deliveries that end in the middle, with the half of the connection that sends closed. */
    public void halfOpen(int connections) throws IOException {
        for (Socket socket : unfinished(connections, 1_000, 10)) {
            socket.shutdownOutput();
        }
    }

    /** A connection on which the head has begun, and one on which the body has. Whoever calls {@link #drip} goes on. */
    public List<Socket> dripping() throws IOException {
        Socket inHead = connect();
        HttpPeer.write(inHead, head);
        Socket inBody = connect();
        HttpPeer.write(inBody, head + "Content-Length: 1000\r\n\r\n");
        return List.of(inHead, inBody);
    }

    /** One more byte; false when the other side does not take it any more. */
    public static boolean drip(Socket socket) throws IOException {
        try {
            HttpPeer.write(socket, "x");
            return true;
        } catch (SocketException closedOnUs) {
            return false;
        }
    }

    public void headOfTenMegabytes() throws IOException {
        Socket socket = connect();
        try {
            for (int i = 0; i < 10_000; i++) {
                HttpPeer.write(socket, "X-" + i + ": " + "x".repeat(1_000) + "\r\n");
            }
        } catch (SocketException closedOnUs) {
            socket.close(); // that is what we wanted to see
        }
    }

    /** A chunked body that goes on and on; returns the answer, which comes while we are still writing. */
    public HttpPeer.Reply endlessChunks() throws IOException {
        Socket socket = connect();
        HttpPeer.write(socket, head + "Transfer-Encoding: chunked\r\n\r\n");
        String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
        for (int i = 0; i < 200; i++) { // 12.5 MiB
            HttpPeer.write(socket, chunk);
        }
        return HttpPeer.reply(socket);
    }

    /** A hundred kilobytes that would become a hundred megabytes. */
    public HttpPeer.Reply gzipBomb() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (OutputStream zipped = new GZIPOutputStream(bomb)) {
            for (int i = 0; i < 100; i++) {
                zipped.write(new byte[MIB]);
            }
        }
        Socket socket = connect();
        HttpPeer.write(socket, head + "Content-Encoding: gzip\r\nContent-Length: " + bomb.size() + "\r\n\r\n");
        socket.getOutputStream().write(bomb.toByteArray());
        return HttpPeer.reply(socket);
    }

    /** What no protocol looks like, the same in each run. */
    public void garbage(int connections) throws IOException {
        Random random = new Random(20261121);
        for (int i = 0; i < connections; i++) {
            byte[] bytes = new byte[100_000];
            random.nextBytes(bytes);
            Socket socket = connect();
            try {
                socket.getOutputStream().write(bytes);
            } catch (SocketException closedOnUs) {
                socket.close(); // that is what we wanted to see
            }
        }
    }

    private Socket connect() throws IOException {
        Socket socket = peer.connect();
        sockets.add(socket);
        return socket;
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
