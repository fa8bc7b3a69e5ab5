package io.cioconnect.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;

/** One answer on its way out, with what goes wrong on the way. */
final class Answering {
    private final Response response;
    private final RequestLog.Line line;
    private final CountDownLatch closing;

    /** The connection shall be reset now. */
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

    Answering(Response response, RequestLog.Line line, CountDownLatch closing) {
        this.response = response;
        this.line = line;
        this.closing = closing;
    }

    void send(Fault.Answer answer) throws IOException, Reset {
        answer.headers().forEach(response.getHeaders()::put);
        send(new Reply(answer.status(), answer.contentType(), answer.body()), Optional.empty());
    }

    void send(Reply reply, Optional<Fault> fault) throws IOException, Reset {
        head(reply.status(), reply.contentType());
        write(fault, out -> out.write(reply.body().getBytes(UTF_8)));
    }

    void send(ApiList list, ListPage page, Optional<Fault> fault) throws IOException, Reset {
        head(200, "application/json");
        write(fault, out -> ApiLists.write(list, page, fault, out));
    }

    private void head(int status, String contentType) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
        line.answered(status);
    }

    private void write(Optional<Fault> fault, Body body) throws IOException, Reset {
        OutputStream out = Content.Sink.asOutputStream(response);
        OutputStream faulty = fault.isPresent() ? new FaultyOutput(out, fault.get(), closing) : out;
        try {
            body.writeTo(faulty);
        } catch (FaultyOutput.Cut e) {
            if (!(fault.orElseThrow() instanceof Fault.CutOff cut) || cut.reset()) {
                throw new Reset("cut off", e);
            }
        }
        out.close();
    }
}
