package io.cioconnect.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.cioconnect.schema.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import okhttp3.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the body of a reply, but for pages of lists, which {@link PageReader} reads row by row. */
final class ReplyBody {
    private static final Logger log = LoggerFactory.getLogger(ReplyBody.class);
    private static final int MAX_ERROR_BYTES = 64 * 1024;
    private static final int MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;
    private static final int LOOK_AHEAD = 512;

    private ReplyBody() {}

    static PushbackInputStream of(Exchange exchange) {
        return new PushbackInputStream(exchange.body(), LOOK_AHEAD);
    }

    /** As much of an error's body as is looked at; where it breaks off, what came: the status says more. */
    static byte[] start(InputStream body) throws IOException {
        byte[] bytes = new byte[MAX_ERROR_BYTES];
        int length = 0;
        try {
            for (int read = 0; read >= 0 && length < bytes.length; length += Math.max(read, 0)) {
                read = body.read(bytes, length, bytes.length - length);
            }
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            log.debug("the body of an error broke off", e);
        }
        return Arrays.copyOf(bytes, length);
    }

    /** A page of HTML, from a proxy or another host, may be gone with the next try. */
    static void requireJson(String call, Response response, PushbackInputStream body)
            throws IOException, FailedAttempt {
        byte[] start = new byte[LOOK_AHEAD];
        int length = Math.max(0, body.read(start));
        body.unread(start, 0, length);
        String type = response.header("Content-Type", "").toLowerCase(Locale.ROOT);
        if (type.contains("html") || ErrorReply.isHtml(Arrays.copyOf(start, length))) {
            throw FailedAttempt.transientFailure(new AppApiException(
                    response.code(), call + ": an HTML page instead of JSON: is app.api.url right?"));
        }
    }

    /**
     * A small JSON document; missing where there is none, as in the reply to a DELETE.
     *
     * @param limit from its head to its last byte
     */
    static JsonNode document(String call, String method, Response response, PushbackInputStream body, Duration limit)
            throws IOException, FailedAttempt {
        if (method.equals("DELETE")) {
            return MissingNode.getInstance();
        }
        requireJson(call, response, body);
        byte[] bytes = within(limit, call, body);
        if (bytes.length == MAX_DOCUMENT_BYTES) {
            throw FailedAttempt.permanent(new AppApiException(
                    response.code(), call + ": the reply has " + (MAX_DOCUMENT_BYTES >> 20) + " MiB or more"));
        }
        if (bytes.length == 0) {
            return MissingNode.getInstance();
        }
        try {
            return Json.parse(bytes);
        } catch (IOException e) {
            throw FailedAttempt.transientFailure(new AppApiException(0, call + ": " + e.getMessage(), e));
        }
    }

    /** The socket's own time limit starts again with each byte, so it never ends a reply that drips. */
    private static byte[] within(Duration limit, String call, InputStream body) throws IOException, FailedAttempt {
        long start = System.nanoTime();
        try {
            return new EndingBody(body, () -> System.nanoTime() - start > limit.toNanos())
                    .readNBytes(MAX_DOCUMENT_BYTES);
        } catch (EndingBody.TooLateException e) {
            throw FailedAttempt.transientFailure(
                    new AppApiException(0, call + ": no complete reply within " + limit.toMillis() + " ms", e));
        }
    }
}
