package io.cioconnect.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Posts bodies over a connection that is kept alive as long as possible. Errors use Customer.io's words. For one thread. */
final class HttpPost implements AutoCloseable {
    private final Duration timeout;
    private @Nullable GoConnection connection;
    private URI connectedTo = URI.create("");

    HttpPost(Duration timeout) {
        this.timeout = timeout;
    }

    /** The outcome of a POST: a status or an error. */
    record Outcome(int status, String error) {}

    Outcome send(URI endpoint, String timestamp, String signature, byte[] body) {
        long deadline = System.nanoTime() + timeout.toNanos();
        byte[] request = request(endpoint, timestamp, signature, body);
        try {
            try {
                return new Outcome(connection(endpoint, deadline).exchange(request, deadline), "");
            } catch (GoConnection.NothingWrittenException unseen) {
                close();
                return new Outcome(connection(endpoint, deadline).exchange(request, deadline), "");
            }
        } catch (IOException e) {
            close();
            return new Outcome(0, word(e));
        }
    }

    private GoConnection connection(URI endpoint, long deadline) throws IOException {
        GoConnection kept = connection;
        if (kept != null && endpoint.equals(connectedTo) && kept.isReusable()) {
            return kept;
        }
        close();
        InetSocketAddress address =
                new InetSocketAddress(endpoint.getHost(), endpoint.getPort() < 0 ? 80 : endpoint.getPort());
        if (address.isUnresolved()) {
            throw new IOException(Attempt.DNS);
        }
        GoConnection opened = GoConnection.open(address, deadline);
        connection = opened;
        connectedTo = endpoint;
        return opened;
    }

    private static byte[] request(URI endpoint, String timestamp, String signature, byte[] body) {
        StringBuilder head = new StringBuilder()
                .append("POST ")
                .append(endpoint.getRawPath().isEmpty() ? "/" : endpoint.getRawPath())
                .append(endpoint.getRawQuery() == null ? "" : "?" + endpoint.getRawQuery())
                .append(" HTTP/1.1\r\nHost: ")
                .append(endpoint.getRawAuthority())
                .append("\r\nUser-Agent: Customer.io Web Hooks 1.0\r\nContent-Length: ")
                .append(body.length)
                .append("\r\nContent-Type: application/json\r\nX-CIO-Timestamp: ")
                .append(timestamp);
        if (!signature.isEmpty()) {
            head.append("\r\nX-CIO-Signature: ").append(signature);
        }
        head.append("\r\nAccept-Encoding: gzip\r\n\r\n");
        ByteArrayOutputStream request = new ByteArrayOutputStream(head.length() + body.length);
        request.writeBytes(head.toString().getBytes(UTF_8));
        request.writeBytes(body);
        return request.toByteArray();
    }

    private static String word(IOException e) {
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        if (e instanceof SocketTimeoutException) {
            return Attempt.TIMEOUT;
        }
        if (e instanceof ConnectException) {
            return message.contains("refused") ? Attempt.REFUSED : "connect: " + message;
        }
        if (e instanceof EOFException) {
            return message.equals("eof") ? Attempt.EOF : "unexpected EOF";
        }
        if (message.equals(Attempt.DNS)) {
            return Attempt.DNS;
        }
        return message.contains("reset") ? Attempt.RESET : message;
    }

    @Override
    public void close() {
        GoConnection kept = connection;
        connection = null;
        if (kept != null) {
            try {
                kept.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
