package io.cioconnect.listener;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * One request and its one answer: gives it, counts it, and keeps or closes the connection. The answer may be given at any time and on any
 * thread, also while the body is still arriving. The rest of the body is then read and thrown away for a while, because a client that is
 * still writing when its connection is closed sees a reset instead of the answer.
 */
final class Exchange {
    static final String RETRY_AFTER_SECONDS = "5";

    private static final ByteBuffer NOTHING = BufferUtil.EMPTY_BUFFER;
    private static final int READS_IN_A_ROW = 32; // then others get the thread, however fast the client writes

    /** Who takes the body. Called by one thread at a time, and not after the answer (but perhaps while it is being given). */
    interface BodySink {
        /** Once, before the others. From here on {@link #over} is sure to follow. */
        void begun();

        void arrived(ByteBuffer bytes);

        void complete();

        /** Once, as soon as the exchange is answered or broken off; what was kept for it can go. */
        void over();
    }

    private enum NoBody implements BodySink {
        WANTED;

        @Override
        public void begun() {}

        @Override
        public void arrived(ByteBuffer bytes) {}

        @Override
        public void complete() {}

        @Override
        public void over() {}
    }

    private final Request request;
    private final Response response;
    private final Callback callback;
    private final Duration linger;
    private final BooleanSupplier keepsConnections;
    private final Consumer<Answer> counter;
    private final AtomicBoolean answered = new AtomicBoolean();
    private final AtomicBoolean finished = new AtomicBoolean();
    private volatile boolean bodyComplete; // all of it was read
    private volatile boolean bodyOver; // complete, or broken off
    private volatile boolean answerSent;
    private volatile BodySink sink = NoBody.WANTED;

    /**
     * @param keepsConnections asked when the answer is given: somebody is there to take what comes next over the same connection
     * @param counter told of each answer that was given
     */
    Exchange(
            Request request,
            Response response,
            Callback callback,
            Duration linger,
            BooleanSupplier keepsConnections,
            Consumer<Answer> counter) {
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.linger = linger;
        this.keepsConnections = keepsConnections;
        this.counter = counter;
    }

    boolean isBodyComplete() {
        return bodyComplete;
    }

    /** Starts to read the body. Instead of {@link #answer}, which then may come at any time. */
    void readInto(BodySink taker) {
        sink = taker;
        // a stopping server shortens Jetty's idle timeout, which must not end a delivery that waits for Kafka
        request.addIdleTimeoutListener(timeout -> false);
        sink.begun();
        pump();
    }

    /**
     * Answers, unless that was done before. Connections are kept for those who deliver, not for those who are refused. While no task
     * holds a lease they are not kept at all: when the port closes at last, nobody must be about to use one.
     */
    void answer(Answer answer) {
        HttpFields.Mutable headers = HttpFields.build();
        switch (answer) {
            case UNAVAILABLE, TOO_SLOW -> headers.put(HttpHeader.RETRY_AFTER, RETRY_AFTER_SECONDS);
            case METHOD_NOT_ALLOWED -> headers.put(HttpHeader.ALLOW, "POST");
            default -> {}
        }
        boolean keeps = switch (answer) {
            case ACKNOWLEDGED, UNAVAILABLE -> keepsConnections.getAsBoolean();
            case UNVERIFIED, FORBIDDEN, NOT_FOUND, METHOD_NOT_ALLOWED, TOO_SLOW, TOO_LARGE, UNSUPPORTED_ENCODING ->
                false;
        };
        if (answer(answer.status(), headers, NOTHING, !keeps)) {
            counter.accept(answer);
        }
    }

    /** Answers somebody who only looks, and closes: a connection that anybody may open is not kept. */
    void answerLook(Answer state) {
        boolean unavailable = state == Answer.UNAVAILABLE;
        answerLook(
                state.status(),
                unavailable ? HttpFields.build().put(HttpHeader.RETRY_AFTER, RETRY_AFTER_SECONDS) : HttpFields.EMPTY,
                NOTHING);
    }

    /** As above, with content; 405 to another method than GET and HEAD. */
    void answerLook(int status, HttpFields headers, ByteBuffer content) {
        if (request.getMethod().equals("GET") || request.getMethod().equals("HEAD")) {
            answer(status, headers, content, true);
        } else {
            HttpFields allow = HttpFields.build().put(HttpHeader.ALLOW, "GET, HEAD");
            answer(Answer.METHOD_NOT_ALLOWED.status(), allow, NOTHING, true);
        }
    }

    private boolean answer(int status, HttpFields headers, ByteBuffer content, boolean closeConnection) {
        if (!answered.compareAndSet(false, true)) {
            return false;
        }
        boolean nobodyReads = sink == NoBody.WANTED;
        sink.over();
        if (nobodyReads) {
            readWhatIsThere();
        }
        boolean complete = bodyComplete;
        response.setStatus(status);
        response.getHeaders().add(headers);
        if (closeConnection || !complete) {
            response.getHeaders().put(HttpFields.CONNECTION_CLOSE);
        }
        if (complete) {
            // Written here, not by completing the callback: Jetty 12.1.14 would write it then, and if this thread is
            // faster than the one that read the request, both may complete it.
            response.write(true, content, callback);
            return true;
        }
        // asked before the answer is written: another thread may reach the body's end meanwhile, and complete the
        // request
        EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
        Scheduler scheduler = request.getComponents().getScheduler();
        response.write(true, content, Callback.from(this::sent, broken -> abort()));
        // ends the reading below with a failure; the connection was to be closed anyway
        scheduler.schedule(endPoint::close, linger.toMillis(), TimeUnit.MILLISECONDS);
        if (nobodyReads) {
            drain();
        }
        return true;
    }

    private void readWhatIsThere() {
        for (int reads = 0; reads < READS_IN_A_ROW; reads++) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                return;
            }
            chunk.release();
            if (chunk.isLast()) {
                bodyOver = true;
                bodyComplete = !Content.Chunk.isFailure(chunk);
                return;
            }
        }
    }

    private void drain() {
        boolean waitsFor100 = request.getHeaders().contains(HttpHeader.EXPECT, HttpHeaderValue.CONTINUE.asString());
        if (bodyOver || waitsFor100) {
            bodyOver = true;
            finishWhenDone();
        } else {
            pump();
        }
    }

    private void pump() {
        for (int reads = 0; reads < READS_IN_A_ROW; reads++) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                request.demand(Invocable.from(Invocable.InvocationType.NON_BLOCKING, this::pump));
                return;
            }
            if (Content.Chunk.isFailure(chunk, false)) {
                continue; // an idle timeout of Jetty's; the deadline is ours
            }
            if (Content.Chunk.isFailure(chunk)) {
                brokenOff(chunk.getFailure());
                return;
            }
            try {
                if (!answered.get()) {
                    sink.arrived(chunk.getByteBuffer());
                }
            } finally {
                chunk.release();
            }
            if (chunk.isLast()) {
                ended();
                return;
            }
        }
        request.getComponents().getExecutor().execute(this::pump);
    }

    private void ended() {
        bodyComplete = true;
        bodyOver = true;
        if (answered.get()) {
            finishWhenDone();
        } else {
            sink.complete();
        }
    }

    private void brokenOff(Throwable failure) {
        bodyOver = true;
        if (!answered.compareAndSet(false, true)) {
            finishWhenDone();
            return;
        }
        sink.over();
        if (failure instanceof HttpException && finished.compareAndSet(false, true)) {
            callback.failed(failure); // broken framing: Jetty answers 400
        } else {
            abort();
        }
    }

    private void sent() {
        answerSent = true;
        finishWhenDone();
    }

    private void finishWhenDone() {
        if (answerSent && bodyOver && finished.compareAndSet(false, true)) {
            callback.succeeded();
        }
    }

    /** Closes the connection. Jetty would log any other failure together with the request's path, which may hold a token. */
    private void abort() {
        if (finished.compareAndSet(false, true)) {
            callback.failed(new Request.Handler.AbortException());
        }
    }
}
