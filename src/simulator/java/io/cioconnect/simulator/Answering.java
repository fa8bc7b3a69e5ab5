package io.cioconnect.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/** One answer as it is sent, with its faults and its encoding. */
final class Answering {
    private static final Fault SMALL_PIECES = Fault.drip(1000, Duration.ZERO);

    private final Request request;
    private final Response response;
    private final RequestLog.Line line;
    private final Holds holds;
    private final Moods moods;
    private final MoodyJson json;

    /** Asks for the connection to be reset now. */
    static final class Reset extends Exception {
        private static final long serialVersionUID = 1L;

        Reset(String message, Throwable cause) {
            super(message, cause);
        }

        Reset(String message) {
            super(message);
        }
    }

    private interface Body {
        void writeTo(OutputStream out) throws IOException;
    }

    Answering(Request request, Response response, RequestLog.Line line, Holds holds, Moods moods, MoodyJson json) {
        this.request = request;
        this.response = response;
        this.line = line;
        this.holds = holds;
        this.moods = moods;
        this.json = json;
    }

    void send(Fault.Answer answer) throws IOException, Reset {
        answer.headers().forEach(response.getHeaders()::put);
        send(new Reply(answer.status(), answer.contentType(), answer.body()), Optional.empty());
    }

    void send(Reply reply, Optional<Fault> fault) throws IOException, Reset {
        byte[] body = json.error(reply).body().getBytes(UTF_8);
        head(reply.status(), reply.contentType());
        write(fault, body.length, out -> out.write(body));
    }

    void send(ListReply list, Optional<Fault> fault) throws IOException, Reset {
        head(200, "application/json");
        write(fault, -1, out -> list.write(json, fault, out));
    }

    private void head(int status, String contentType) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
        line.answered(status);
    }

    /** @param length -1 when unknown */
    private void write(Optional<Fault> scripted, int length, Body body) throws IOException, Reset {
        Optional<Fault> fault = scripted.or(this::pieces);
        boolean isGzipped = acceptsGzip() && moods.strike(Mood.GZIPPED);
        if (isGzipped) {
            response.getHeaders().put(HttpHeader.CONTENT_ENCODING, "gzip");
        }
        frame(isGzipped || fault.isPresent() ? -1 : length);
        OutputStream out = Content.Sink.asOutputStream(response);
        OutputStream faulty = fault.isPresent() ? new FaultyOutput(out, fault.get(), holds) : out;
        try {
            if (isGzipped) {
                GZIPOutputStream gzip = new GZIPOutputStream(faulty);
                body.writeTo(gzip);
                gzip.finish();
            } else {
                body.writeTo(faulty);
            }
        } catch (FaultyOutput.Cut e) {
            if (!(fault.orElseThrow() instanceof Fault.CutOff cut) || cut.reset()) {
                throw new Reset("cut off", e);
            }
        }
        out.close();
    }

    private Optional<Fault> pieces() {
        return moods.strike(Mood.SMALL_PIECES) ? Optional.of(SMALL_PIECES) : Optional.empty();
    }

    private boolean acceptsGzip() {
        return request.getHeaders().contains(HttpHeader.ACCEPT_ENCODING, "gzip");
    }

    /** Without a length, Jetty sends chunks, or, if the connection is not kept alive, ends the body by closing it. */
    private void frame(int length) {
        if (moods.strike(Mood.WITHOUT_LENGTH)) {
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
        } else if (!moods.strike(Mood.CHUNKED) && length >= 0) {
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, length);
        }
    }
}
