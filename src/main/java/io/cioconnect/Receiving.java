package io.cioconnect;

import io.cioconnect.api.AppApiClient;
import io.cioconnect.config.CustomerIoSourceConfig;
import io.cioconnect.config.WebhookConfig;
import io.cioconnect.listener.Lease;
import io.cioconnect.listener.Listeners;
import io.cioconnect.metrics.TaskMetrics;
import io.cioconnect.offset.PassOffset;
import io.cioconnect.offset.StoredOffsets;
import io.cioconnect.record.RecordQueue;
import io.cioconnect.record.SizeLimits;
import io.cioconnect.registration.RegistrationLoop;
import io.cioconnect.registration.RegistrationState;
import io.cioconnect.registration.WebhookRegistrar;
import io.cioconnect.webhook.WebhookReceiver;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.source.SourceTaskContext;

/** The parts of a task that receives: the receiver, its lease of the listener, fresh signing keys, and registration. */
final class Receiving {
    private final WebhookReceiver receiver;
    private final Optional<RegistrationLoop> registration;
    private final SourceTaskContext context;
    private final Lease lease;

    /** Leases the path at once: deliveries are taken from now on, and wait for the first poll within their deadline. */
    Receiving(
            CustomerIoSourceConfig config,
            TaskAssignment assignment,
            Optional<AppApiClient> api,
            SizeLimits limits,
            RecordQueue queue,
            TaskMetrics metrics,
            SourceTaskContext context) {
        Clock clock = Clock.systemUTC();
        String connector = config.connectorName();
        WebhookConfig webhook = config.webhook();
        this.context = context;
        this.receiver =
                new WebhookReceiver(webhook, config.topics(), config.eventTables(), limits, queue, metrics, clock);
        Optional<WebhookRegistrar> registrar = api.filter(client ->
                        config.registration().auto() && assignment.receiver().orElseThrow() == 0)
                .map(client -> new WebhookRegistrar(
                        config.registration(),
                        connector,
                        webhook.verification().urlTokens(),
                        receiver::canVerify,
                        this::isBound,
                        webhook.listener().receivers() > 1,
                        client,
                        clock));
        this.registration = registrar.map(RegistrationLoop::new);
        TaskStatus status = new TaskStatus(
                () -> registrar.map(WebhookRegistrar::state).orElse(RegistrationState.MANUAL),
                receiver,
                config,
                () -> lastPasses(config));
        this.lease = Listeners.ofThisJvm()
                .lease(connector, assignment.receiver().orElseThrow(), webhook, receiver, status::json);
    }

    void start() {
        registration.ifPresent(RegistrationLoop::start);
    }

    private boolean isBound() {
        return lease.isBound();
    }

    void polled() {
        receiver.polled();
    }

    /** Gives the lease back first, so that a newer task's deliveries are not answered by this one. */
    void close(boolean afterFailure) {
        registration.ifPresent(RegistrationLoop::close);
        if (afterFailure) {
            lease.fail();
        } else {
            lease.close();
        }
        receiver.close();
    }

    private Map<String, PassOffset> lastPasses(CustomerIoSourceConfig config) {
        Map<String, String> topics = new LinkedHashMap<>();
        config.listTables().forEach(table -> topics.put(table, config.topics().table(table)));
        return StoredOffsets.lastPasses(
                context.offsetStorageReader(), config.appApi().host(), topics);
    }

    /** The configuration was resolved again. */
    void useSecrets(Map<String, String> resolved) {
        receiver.useSigningKeys(CustomerIoSourceConfig.signingKeys(resolved));
    }
}
