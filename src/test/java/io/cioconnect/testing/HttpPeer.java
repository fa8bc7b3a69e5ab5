package io.cioconnect.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Calls a listener over plain sockets, byte by byte if need be. */
public final class HttpPeer {
    private static final int TIMEOUT_MILLIS = 60_000;

    public final int port;

    public HttpPeer(int port) {
        this.port = port;
    }

    /** An answer as it came: the status, the whole head, and the body. */
    public record Reply(int status, String head, String body) {
        public boolean says(String header) {
            return head.toLowerCase(java.util.Locale.ROOT).contains(header.toLowerCase(java.util.Locale.ROOT));
        }
    }

    public Socket connect() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        return socket;
    }

    /** A delivery with a signature the fake receiver believes. */
    public Reply deliver(String path, String body) throws IOException {
        return send(delivery(path, body));
    }

    public static String delivery(String path, String body) {
        return "POST " + path
                + " HTTP/1.1\r\nHost: x\r\nX-CIO-Timestamp: 1\r\nX-CIO-Signature: good\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
    }

    public Reply get(String path) throws IOException {
        return send("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
    }

    public Reply send(String request) throws IOException {
        return send(request.getBytes(StandardCharsets.UTF_8));
    }

    public Reply send(byte[] request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request);
            socket.getOutputStream().flush();
            return reply(socket);
        }
    }

    public static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    /** Reads one answer; status -1 when the connection ended without one. */
    public static Reply reply(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return new Reply(-1, head.toString(StandardCharsets.ISO_8859_1), "");
            }
            head.write(next);
        }
        String text = head.toString(StandardCharsets.ISO_8859_1);
        int length = text.lines()
                .filter(line -> line.regionMatches(true, 0, "Content-Length:", 0, 15))
                .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                .findFirst()
                .orElse(0);
        byte[] body = in.readNBytes(length);
        return new Reply(Integer.parseInt(text.substring(9, 12)), text, new String(body, StandardCharsets.UTF_8));
    }
}
