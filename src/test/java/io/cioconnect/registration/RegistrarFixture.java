package io.cioconnect.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.config.RegistrationConfig;
import io.cioconnect.simulator.CustomerIoSimulator;
import io.cioconnect.simulator.Fault;
import io.cioconnect.simulator.Hook;
import io.cioconnect.simulator.Mood;
import io.cioconnect.testing.ManualTime;
import io.cioconnect.testing.SimulatedApi;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.types.Password;

/** A simulated workspace, and registrars of one connector in it, {@code crm} unless told otherwise, each of them what one task would have. */
final class RegistrarFixture implements AutoCloseable {
    static final String URL = "https://Events.Example.com/webhooks/Crm";
    static final String NAME = "Kafka Connect: crm";
    static final List<String> EVENTS = List.of("email_sent", "email_opened", "push_sent", Mood.TOUCHY_EVENT);

    private final SimulatedApi api = new SimulatedApi();
    final CustomerIoSimulator customerIo = api.customerIo;
    final ManualTime time = new ManualTime();
    volatile boolean canVerify = true;
    volatile boolean bound = true;
    Runnable whenAsked = () -> {}; // whether deliveries can be verified
    boolean severalReceivers;
    String connector = "crm";
    String url = URL;
    List<String> events = EVENTS;
    Optional<Boolean> fullResolution = Optional.empty();
    Optional<Boolean> withContent = Optional.empty();

    /** That of a new task. */
    WebhookRegistrar registrar(String... tokens) {
        return new WebhookRegistrar(
                new RegistrationConfig(true, Optional.of(url), events, fullResolution, withContent),
                connector,
                Arrays.stream(tokens).map(Password::new).toList(),
                () -> {
                    whenAsked.run();
                    return canVerify;
                },
                () -> bound,
                severalReceivers,
                api.client,
                time);
    }

    Hook onlyHook() {
        assertThat(hooks()).hasSize(1);
        return hooks().get(0);
    }

    List<Hook> hooks() {
        return customerIo.reportingWebhooks().hooks();
    }

    long posts() {
        return requestsBy("POST");
    }

    long puts() {
        return requestsBy("PUT");
    }

    void change(String field, boolean value) {
        customerIo.reportingWebhooks().change(onlyHook().id(), hook -> hook.put(field, value));
    }

    void change(String field, String value) {
        customerIo.reportingWebhooks().change(onlyHook().id(), hook -> hook.put(field, value));
    }

    /** What each call of this kind gets from now on. */
    void answer(String call, int status, String body) {
        customerIo.faults().always(call, new Fault.Answer(status, "application/json", Map.of(), body));
    }

    private long requestsBy(String method) {
        return customerIo.requests().all().stream()
                .filter(request -> request.method().equals(method))
                .count();
    }

    @Override
    public void close() throws IOException {
        api.close();
    }
}
