package io.cioconnect.simulator;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;

/** Collects the bytes of one HTTP/1.1 answer and detects when it is complete. For one thread. */
final class HttpResponseHead {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    void add(byte[] read, int length) {
        bytes.write(read, 0, length);
    }

    boolean isEmpty() {
        return bytes.size() == 0;
    }

    /** Whether the answer is complete. Ended means that no more bytes will arrive. */
    boolean isComplete(boolean ended) throws IOException {
        int end = text().indexOf("\r\n\r\n");
        if (end < 0) {
            return false;
        }
        String body = text().substring(end + 4);
        if (status() == 204 || status() == 304) {
            return true;
        }
        if (header("transfer-encoding").contains("chunked")) {
            return body.equals("0\r\n\r\n") || body.endsWith("\r\n0\r\n\r\n");
        }
        String length = header("content-length");
        return length.isEmpty() ? ended : body.length() >= Integer.parseInt(length);
    }

    int status() throws IOException {
        String line = text().lines().findFirst().orElse("");
        if (!line.matches("HTTP/1\\.[01] \\d{3}.*")) {
            throw new IOException("malformed HTTP response");
        }
        return Integer.parseInt(line.substring(9, 12));
    }

    boolean closesConnection() {
        return header("connection").contains("close")
                || (header("content-length").isEmpty()
                        && header("transfer-encoding").isEmpty());
    }

    private String header(String name) {
        int end = text().indexOf("\r\n\r\n");
        return text().substring(0, Math.max(end, 0))
                .lines()
                .skip(1)
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip().toLowerCase(Locale.ROOT))
                .findFirst()
                .orElse("");
    }

    private String text() {
        return bytes.toString(ISO_8859_1);
    }
}
