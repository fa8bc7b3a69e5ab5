package io.cioconnect.api;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.BufferedSink;
import okio.Okio;
import okio.Pipe;

/**
 * One request and its reply. A thread of OkHttp looks names up, connects and reads the socket; the caller waits for the head and reads the
 * body from a small pipe. So an interrupt ends the caller's wait at once, which a blocking socket would not allow.
 */
final class Exchange implements Callback, AutoCloseable {
    private static final long PIPE_BYTES = 256 * 1024;

    private final Call call;
    private final CompletableFuture<Response> head = new CompletableFuture<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final Pipe pipe = new Pipe(PIPE_BYTES);

    private Exchange(Call call) {
        this.call = call;
    }

    static Exchange begin(OkHttpClient client, Request request) {
        var exchange = new Exchange(client.newCall(request));
        exchange.call.enqueue(exchange);
        return exchange;
    }

    /** Waits for status and headers. */
    Response head(Duration limit) throws IOException, InterruptedException, TimeoutException {
        try {
            return head.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw asIOException(e);
        }
    }

    /** The body, decompressed. Ends only where the reply was complete, else it throws. An interrupt is an IOException with the flag set. */
    InputStream body() {
        return new FilterInputStream(Okio.buffer(pipe.source()).inputStream()) {
            @Override
            public int read() throws IOException {
                return checked(super.read());
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return checked(super.read(bytes, offset, length));
            }
        };
    }

    /** Ends the exchange wherever it is. A connection whose reply was read to its end is kept for the next call. */
    @Override
    public void close() {
        call.cancel();
        pipe.cancel();
    }

    @Override
    public void onResponse(Call answered, Response response) {
        try {
            pump(response);
            end.complete(null);
        } catch (IOException | RuntimeException e) {
            broken(e);
        } catch (Error e) {
            broken(e); // or else the caller would wait for ever
            throw e;
        }
    }

    private void broken(Throwable e) {
        head.completeExceptionally(e);
        end.completeExceptionally(e);
    }

    @Override
    public void onFailure(Call failed, IOException e) {
        head.completeExceptionally(e);
    }

    private void pump(Response response) throws IOException {
        try (response;
                BufferedSink sink = Okio.buffer(pipe.sink())) {
            head.complete(response);
            sink.writeAll(new MinimumRate(response.body().source(), System::nanoTime));
        }
    }

    private int checked(int read) throws IOException {
        if (read == -1) {
            try {
                end.get();
            } catch (ExecutionException e) {
                throw asIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
        return read;
    }

    private static IOException asIOException(ExecutionException e) {
        return e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    }
}
