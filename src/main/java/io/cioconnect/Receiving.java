package io.cioconnect;

import io.cioconnect.api.AppApiClient;
import io.cioconnect.config.CustomerIoSourceConfig;
import io.cioconnect.config.WebhookConfig;
import io.cioconnect.listener.Listeners;
import io.cioconnect.metrics.TaskMetrics;
import io.cioconnect.metrics.TaskThreads;
import io.cioconnect.offset.PassOffset;
import io.cioconnect.offset.StoredOffsets;
import io.cioconnect.record.RecordQueue;
import io.cioconnect.registration.RegistrationLoop;
import io.cioconnect.registration.RegistrationState;
import io.cioconnect.registration.WebhookRegistrar;
import io.cioconnect.webhook.WebhookReceiver;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of a task that receives: the receiver, its lease of the listener, fresh signing keys, and registration. */
final class Receiving {
    private static final Logger log = LoggerFactory.getLogger(Receiving.class);
    private static final long RESOLVE_KEYS_EVERY_SECONDS = 30;

    private final WebhookReceiver receiver;
    private final Optional<RegistrationLoop> registration;
    private final ScheduledExecutorService keys;
    private final SourceTaskContext context;
    private final Listeners.Lease lease;

    /** Leases the path at once: deliveries are taken from now on, and wait for the first poll within their deadline. */
    Receiving(
            CustomerIoSourceConfig config,
            TaskAssignment assignment,
            Optional<AppApiClient> api,
            RecordQueue queue,
            TaskMetrics metrics,
            SourceTaskContext context) {
        Clock clock = Clock.systemUTC();
        String connector = config.connectorName();
        WebhookConfig webhook = config.webhook();
        this.context = context;
        this.receiver = new WebhookReceiver(webhook, config.topics(), config.eventTables(), queue, metrics, clock);
        Optional<WebhookRegistrar> registrar = api.filter(client ->
                        config.registration().auto() && assignment.receiver().orElseThrow() == 0)
                .map(client -> new WebhookRegistrar(
                        config.registration(),
                        connector,
                        webhook.urlTokens(),
                        receiver::canVerify,
                        this::isBound,
                        webhook.receivers() > 1,
                        client,
                        clock));
        this.registration = registrar.map(RegistrationLoop::new);
        TaskStatus status = new TaskStatus(
                () -> registrar.map(WebhookRegistrar::state).orElse(RegistrationState.MANUAL),
                receiver,
                config,
                () -> lastPasses(config));
        this.lease = Listeners.lease(connector, assignment.receiver().orElseThrow(), webhook, receiver, status::json);
        this.keys = Executors.newSingleThreadScheduledExecutor(TaskThreads.named("customerio-signing-keys"));
    }

    void start() {
        // ends with the executor; resolveKeys itself reports what goes wrong
        ScheduledFuture<?> unused = keys.scheduleWithFixedDelay(
                this::resolveKeys, RESOLVE_KEYS_EVERY_SECONDS, RESOLVE_KEYS_EVERY_SECONDS, TimeUnit.SECONDS);
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
        keys.shutdownNow();
        registration.ifPresent(RegistrationLoop::close);
        if (afterFailure) {
            lease.abandon();
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

    /** ConfigProviders may give another value than at the start: a rotated key is used without a restart. */
    private void resolveKeys() {
        try {
            Map<String, String> resolved = context.configs();
            receiver.useSigningKeys(CustomerIoSourceConfig.signingKeys(resolved));
        } catch (RuntimeException e) {
            log.warn(
                    "webhook.signing.keys cannot be resolved again; the keys in use stay: {}",
                    e.getClass().getName());
        }
    }
}
