package io.cioconnect.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.it.harness.FreePort;
import io.cioconnect.it.harness.SharedKafka;
import io.cioconnect.simulator.CustomerIoSimulator;
import io.cioconnect.simulator.Hook;
import io.cioconnect.simulator.RequestLog;
import io.cioconnect.simulator.SampleEvent;
import io.cioconnect.simulator.SampleEvents;
import io.cioconnect.testing.ConnectorProps;
import io.cioconnect.testing.WebhookClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A connector that looks after its webhook in a simulated workspace, and what became of it there and at {@code /status}. */
final class RegistrationRun implements AutoCloseable {
    static final String KEY = "made-up-signing-key-0123456789abcdef";
    private static final String HOOKS = "/v1/reporting_webhooks";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    final CustomerIoSimulator customerIo;
    final String connector;
    private final SharedKafka kafka;
    private final ConnectWorker worker;
    private final int port;
    private final int healthPort;
    private final ConnectorProps props;

    /** A workspace and a listener of its own. */
    RegistrationRun(SharedKafka kafka, ConnectWorker worker, String name) throws IOException {
        this(kafka, worker, name, new CustomerIoSimulator(), FreePort.next(), FreePort.next());
        customerIo.limitRate(false);
    }

    private RegistrationRun(
            SharedKafka kafka,
            ConnectWorker worker,
            String name,
            CustomerIoSimulator customerIo,
            int port,
            int healthPort) {
        this.kafka = kafka;
        this.worker = worker;
        this.customerIo = customerIo;
        this.connector = kafka.unique(name);
        this.port = port;
        this.healthPort = healthPort;
        this.props = ConnectorProps.eventTables(connector, port, KEY)
                .with("app.api.key", customerIo.apiKey())
                .with("app.api.url", customerIo.url())
                .with("webhook.registration", "auto")
                .with("webhook.public.url", url())
                .with("webhook.health.port", healthPort);
    }

    /** Another connector on the same listener, in the same workspace. */
    RegistrationRun beside(String name) {
        return new RegistrationRun(kafka, worker, name, customerIo, port, healthPort);
    }

    ConnectorProps props() {
        return props;
    }

    /** Creates the connector, or changes it, and waits until its one task runs. */
    void start() {
        worker.rest().put(connector, props.toMap());
        worker.rest().awaitRunning(connector, 1);
    }

    int port() {
        return port;
    }

    /** What Customer.io shall call, without token. */
    String url() {
        return "http://localhost:" + port + "/webhooks/" + connector;
    }

    Hook hook() {
        List<Hook> hooks = customerIo.reportingWebhooks().hooks();
        assertThat(hooks).hasSize(1);
        return hooks.get(0);
    }

    Hook awaitHook(String what, Predicate<Hook> wanted) {
        await("the only webhook is " + what)
                .atMost(PATIENCE)
                .until(
                        () -> customerIo.reportingWebhooks().hooks(),
                        hooks -> hooks.size() == 1 && wanted.test(hooks.get(0)));
        return hook();
    }

    Hook awaitHook() {
        return awaitHook("there", hook -> true);
    }

    long requests(String method) {
        return customerIo.requests().all().stream()
                .filter(request -> request.path().startsWith(HOOKS))
                .map(RequestLog.Entry::method)
                .filter(method::equals)
                .count();
    }

    /** Waits until a check has begun and ended after this call: the second look at the list comes after the end of the first. */
    void awaitCheck() {
        long looks = requests("GET");
        await("a check of the webhook begins and ends").atMost(PATIENCE).until(() -> requests("GET") >= looks + 2);
    }

    /** The connector's member of {@code /status}. */
    JsonNode status() {
        WebhookClient health = new WebhookClient(statusUrl(), KEY);
        try {
            return JSON.readTree(health.send(HttpRequest.newBuilder(health.receiver()))
                            .body())
                    .path(connector);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code /status} as a browser sees it, headers and all. */
    String page() {
        WebhookClient health = new WebhookClient(statusUrl(), KEY);
        HttpResponse<byte[]> page =
                health.send(HttpRequest.newBuilder(health.receiver()).header("Accept", "text/html,*/*;q=0.8"));
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
        return page.headers().map() + new String(page.body(), StandardCharsets.UTF_8);
    }

    URI statusUrl() {
        return URI.create("http://localhost:" + healthPort + "/status");
    }

    JsonNode registration() {
        return status().path("registration");
    }

    JsonNode awaitState(String start) {
        return await("the registration's state is " + start)
                .atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .until(this::registration, state -> state.path("state").asText().startsWith(start));
    }

    /** Delivers an event as Customer.io would and expects it to be confirmed. */
    void deliverOne() {
        SampleEvent event = new SampleEvents(List.of("email_sent")).get();
        WebhookClient client = new WebhookClient(URI.create(url()), KEY);
        await("an event is confirmed")
                .atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .until(() -> client.deliver(event.body()) == 200);
    }

    /** Waits until a complete pass of a list table is in Kafka. */
    void awaitPass(String table) {
        await("a pass of " + table)
                .atMost(PATIENCE)
                .until(() -> kafka.topics().read(connector + ".refreshes").stream()
                        .anyMatch(
                                marker -> marker.value().path("table").asText().equals(table)));
    }

    List<String> eventIds(String table) {
        return kafka.topics().read(connector + "." + table).stream()
                .map(record -> record.key().path("event_id").asText())
                .toList();
    }

    /** Lines of the worker's log about this connector's webhook. */
    List<String> said(String text) {
        return worker.log()
                .lines()
                .filter(line -> line.contains("\"Kafka Connect: " + connector + "\"") && line.contains(text))
                .toList();
    }

    /** Repairs are logged when Customer.io has confirmed them, which is later than when it shows them. */
    void awaitRepairs(int count) {
        await(count + " repairs are in the log")
                .atMost(PATIENCE)
                .until(() -> said("drift repaired at ").size() == count);
    }

    /** Waits until the log has so many lines with this text about this connector's webhook, or more. */
    void awaitSaid(String text, int count) {
        await(count + " times \"" + text + "\" in the log")
                .atMost(PATIENCE)
                .until(() -> said(text).size() >= count);
    }

    void change(Map<String, Boolean> fields) {
        customerIo.reportingWebhooks().change(hook().id(), hook -> fields.forEach(hook::put));
    }

    @Override
    public void close() throws IOException {
        if (worker.isAlive()) {
            worker.rest().call("DELETE", "/connectors/" + connector, null);
        }
        customerIo.close();
    }
}
