package io.cioconnect;

import io.cioconnect.api.AppApiClient;
import io.cioconnect.config.CustomerIoSourceConfig;
import io.cioconnect.config.WebhookConfig;
import io.cioconnect.listener.Lease;
import io.cioconnect.listener.Listeners;
import io.cioconnect.metrics.MetricBeans;
import io.cioconnect.metrics.ReceiverMetrics;
import io.cioconnect.metrics.RegistrationMetrics;
import io.cioconnect.pace.SystemTime;
import io.cioconnect.record.RecordQueue;
import io.cioconnect.record.SizeLimits;
import io.cioconnect.registration.RegistrationLoop;
import io.cioconnect.registration.RegistrationState;
import io.cioconnect.registration.WebhookRegistrar;
import io.cioconnect.webhook.WebhookMetrics;
import io.cioconnect.webhook.WebhookReceiver;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.connect.source.SourceTaskContext;

/** The parts of a task that receives: the receiver, its lease of the listener, fresh signing keys, and registration. */
final class Receiving {
    private final WebhookReceiver receiver;
    private final Optional<RegistrationLoop> registration;
    private final StoredProgressReader progress;
    private final Lease lease;
    private boolean closed; // the task thread's

    /** Leases the path at once: deliveries are taken from now on, and wait for the first poll within their deadline. */
    Receiving(
            CustomerIoSourceConfig config,
            TaskAssignment assignment,
            Optional<AppApiClient> api,
            SizeLimits limits,
            RecordQueue queue,
            MetricBeans metrics,
            SourceTaskContext context) {
        Clock clock = Clock.systemUTC();
        String connector = config.connectorName();
        WebhookConfig webhook = config.webhook();
        int number = assignment.receiver().orElseThrow();
        WebhookMetrics counters = WebhookMetrics.of(config.eventTables(), clock);
        this.receiver = new WebhookReceiver(webhook, config.topics(), limits, queue, counters, clock);
        Optional<WebhookRegistrar> registrar = api.filter(
                        client -> config.registration().auto() && number == 0)
                .map(client -> registrar(config, client, receiver::canVerify, this::isBound));
        this.registration = registrar.map(RegistrationLoop::new);
        RegistrationState otherwise =
                config.registration().auto() ? RegistrationState.OF_FIRST_RECEIVER : RegistrationState.MANUAL;
        Supplier<RegistrationState> state =
                () -> registrar.map(WebhookRegistrar::state).orElse(otherwise);
        if (number == 0) {
            metrics.publish(RegistrationMetrics.GROUP, registrationMetrics(state));
        }
        this.progress = new StoredProgressReader(() -> StoredProgress.read(config, context.offsetStorageReader()));
        TaskStatus status = new TaskStatus(number, state, receiver, counters, config, progress::last, clock);
        this.lease = Listeners.ofThisJvm().lease(connector, number, webhook, receiver, () -> Optional.of(status.now()));
        counters.receiver().gauges(gauges(clock));
        counters.publish(metrics, number);
    }

    private static WebhookRegistrar registrar(
            CustomerIoSourceConfig config, AppApiClient client, BooleanSupplier canVerify, BooleanSupplier isBound) {
        WebhookConfig webhook = config.webhook();
        return new WebhookRegistrar(
                config.registration(),
                config.connectorName(),
                webhook.verification().urlTokens(),
                canVerify,
                isBound,
                webhook.listener().receivers() > 1,
                client,
                new SystemTime());
    }

    private static RegistrationMetrics registrationMetrics(Supplier<RegistrationState> state) {
        return new RegistrationMetrics(
                () -> state.get().what(),
                () -> state.get().isRegistered(),
                () -> state.get().eventNamesRefused());
    }

    private ReceiverMetrics.Gauges gauges(Clock clock) {
        return new ReceiverMetrics.Gauges(
                receiver::inFlight,
                receiver::inFlightBytes,
                () -> isBound() ? 1 : 0,
                () -> isBound() && receiver.isReady() ? 1 : 0,
                () -> certificateDaysLeft(clock));
    }

    void start() {
        progress.start();
        registration.ifPresent(RegistrationLoop::start);
    }

    private boolean isBound() {
        return lease.isBound();
    }

    /** -1 without a certificate. */
    private long certificateDaysLeft(Clock clock) {
        return lease.certificateEnds()
                .map(end -> Math.max(0, Duration.between(clock.instant(), end).toDays()))
                .orElse(-1L);
    }

    void polled() {
        receiver.polled();
        lease.polled();
    }

    /** Gives the lease back first, so that a newer task's deliveries are not answered by this one. A second call does nothing. */
    void close(boolean afterFailure) {
        if (closed) {
            return;
        }
        closed = true;
        progress.close();
        registration.ifPresent(RegistrationLoop::close);
        if (afterFailure) {
            lease.fail();
        } else {
            lease.close();
        }
        receiver.close();
    }

    /** The configuration was resolved again. */
    void useSecrets(Map<String, String> resolved) {
        receiver.useSigningKeys(CustomerIoSourceConfig.signingKeys(resolved));
    }
}
