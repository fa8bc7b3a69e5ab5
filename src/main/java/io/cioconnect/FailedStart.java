package io.cioconnect;

import io.cioconnect.config.CustomerIoSourceConfig;
import io.cioconnect.config.WebhookConfig;
import io.cioconnect.listener.Listeners;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A task that could not start, because a secret cannot be read for example. Its port is opened all the same and answers 503, as after
 * any failure: a refused connection would cost an hour more than the repair takes.
 */
final class FailedStart {
    private static final Logger log = LoggerFactory.getLogger(FailedStart.class);

    private FailedStart() {}

    /** Never throws: why the task failed is what its user has to see. */
    static void keepPortOpen(Map<String, String> properties) {
        try {
            OptionalInt receiver = TaskAssignment.from(properties).receiver();
            Optional<WebhookConfig> webhook = CustomerIoSourceConfig.readableWebhook(properties);
            if (receiver.isPresent() && webhook.isPresent()) {
                String connector = properties.getOrDefault("name", "");
                Listeners.ofThisJvm().failedStart(connector, receiver.getAsInt(), webhook.get());
            }
        } catch (RuntimeException e) {
            log.warn(
                    "Could not keep the port of the failed task open. Customer.io waits an hour after a refused connection, so correct the"
                            + " task's error and restart it soon: {}",
                    e.toString());
        }
    }
}
