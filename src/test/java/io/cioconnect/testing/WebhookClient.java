package io.cioconnect.testing;

import io.cioconnect.simulator.SignedWebhook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/** Posts deliveries to a receiver, signed or as a test wants them. Thread-safe. */
public final class WebhookClient {
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI receiver;
    private final String signingKey;

    public WebhookClient(URI receiver, String signingKey) {
        this.receiver = receiver;
        this.signingKey = signingKey;
    }

    public URI receiver() {
        return receiver;
    }

    /** Status of the answer to a signed delivery. */
    public int deliver(byte[] body) {
        return send(signed(body)).statusCode();
    }

    public int deliver(String body) {
        return deliver(body.getBytes(StandardCharsets.UTF_8));
    }

    /** A signed delivery, to be changed before it is sent. */
    public HttpRequest.Builder signed(byte[] body) {
        String timestamp = Long.toString(Instant.now().getEpochSecond());
        return HttpRequest.newBuilder(receiver)
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .header(SignedWebhook.TIMESTAMP_HEADER, timestamp)
                .header(SignedWebhook.SIGNATURE_HEADER, SignedWebhook.signature(signingKey, timestamp, body))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    }

    public int get(String path) {
        return send(HttpRequest.newBuilder(receiver.resolve(path))
                        .timeout(Duration.ofSeconds(30))
                        .GET())
                .statusCode();
    }

    public HttpResponse<byte[]> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
