package io.cioconnect.it;

import io.cioconnect.testing.WebhookClient;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.awaitility.Awaitility;

/** Waits until a receiver takes deliveries. */
final class WebhookReady {
    private WebhookReady() {}

    static void await(WebhookClient client) {
        await(client, client.receiver().getPath() + "/readyz", 200);
    }

    static void await(WebhookClient client, String path, int status) {
        Awaitility.await(path + " answers " + status)
                .atMost(Duration.ofSeconds(60))
                .until(() -> statusOf(client, path), answer -> answer == status);
    }

    private static int statusOf(WebhookClient client, String path) {
        try {
            return client.get(path);
        } catch (UncheckedIOException notListeningYet) {
            return 0;
        }
    }
}
