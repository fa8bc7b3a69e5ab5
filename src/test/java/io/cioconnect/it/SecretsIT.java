package io.cioconnect.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.it.harness.FreePort;
import io.cioconnect.it.harness.KafkaExtension;
import io.cioconnect.it.harness.SharedKafka;
import io.cioconnect.it.harness.WorkerSettings;
import io.cioconnect.simulator.Fault;
import io.cioconnect.simulator.Hook;
import io.cioconnect.testing.ConnectorProps;
import io.cioconnect.testing.TestCertificate;
import io.cioconnect.testing.WebhookClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every secret holds the word canary, much goes wrong, and the word is looked for in all that the connector shows.
 *
 * <p>Not looked at: the webhook's endpoint in Customer.io, which holds the newest token because Customer.io has to call it; and, where
 * secrets are typed into the configuration, Connect's topic of configurations and its own answers to who asks for a configuration.
 * Loggers of others than the connector stay at INFO: below that, Connect's REST server writes down whole requests.
 */
@ExtendWith(KafkaExtension.class)
final class SecretsIT {
    private static final String CANARY = "canary";
    private static final String API_KEY = "canary-app-api-key-0123456789";
    private static final String SIGNING_KEY = "canary-signing-key-new-0123456789";
    private static final String OLD_TOKEN = "canary-token-old-0000001";
    private static final String TOKEN = "canary-token-new-0000002";
    private static final Map<String, String> SECRETS = Map.of(
            "app.api.key",
            API_KEY,
            "webhook.signing.keys",
            "canary-signing-key-old-0123456789," + SIGNING_KEY,
            "webhook.url.tokens",
            OLD_TOKEN + "," + TOKEN,
            "webhook.ssl.keystore.password",
            TestCertificate.PASSWORD);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path secrets;

    private static String group;
    private static ConnectWorker worker;

    private final SharedKafka kafka;
    private final int logBefore = worker.log().length();
    private final List<String> shown = new ArrayList<>();

    SecretsIT(SharedKafka kafka) {
        this.kafka = kafka;
    }

    enum Given {
        BY_A_CONFIG_PROVIDER,
        LITERALLY;

        String value(String key) {
            return this == LITERALLY ? SECRETS.get(key) : "${secrets:" + secrets + ":" + key + "}";
        }
    }

    @BeforeAll
    static void start(SharedKafka kafka) throws IOException {
        for (Map.Entry<String, String> secret : SECRETS.entrySet()) {
            Files.writeString(secrets.resolve(secret.getKey()), secret.getValue());
        }
        group = kafka.unique("worker-secrets");
        worker = kafka.newWorker(WorkerSettings.named(group)
                .withJvmOption("-Dio.cioconnect.registration.check.ms=500")
                .with("config.providers", "secrets")
                .with(
                        "config.providers.secrets.class",
                        "org.apache.kafka.common.config.provider.DirectoryConfigProvider"));
        worker.start();
    }

    @AfterAll
    static void stop() {
        worker.close();
    }

    @ParameterizedTest
    @EnumSource
    void noSecretIsShownWhateverGoesWrong(Given given) throws Exception {
        log(given == Given.LITERALLY ? "INFO" : "TRACE");
        try (RegistrationRun run = new RegistrationRun(kafka, worker, "secret")) {
            run.customerIo.setApiKey(API_KEY);
            run.props().with("tables", "campaigns,newsletters,*_events").with("refresh.interval.ms", 1000);
            List.of("app.api.key", "webhook.signing.keys", "webhook.url.tokens")
                    .forEach(key -> run.props().with(key, given.value(key)));
            String poller = kafka.unique("secret-poller");
            worker.rest()
                    .put(
                            poller,
                            ConnectorProps.polledTables(
                                            poller, run.customerIo.url().toString(), given.value("app.api.key"))
                                    .with("tables", "segments")
                                    .toMap());
            run.start();
            run.awaitState("registered");
            run.awaitPass("campaigns");

            deliver(run);
            configureWrongly(run, given);
            useAKeystore(given, "PKCS12");
            repeatTheTokenInRefusals(run);
            refuseTheKeyAndRepeatIt(run, poller);
            showWhatIsThere(run, poller, given);
            worker.rest().delete(poller);
        }
        assertThat(shown.stream().flatMap(String::lines).filter(line -> line.contains(CANARY)))
                .isEmpty();
    }

    /** Deliveries that are taken, refused and quarantined. */
    private void deliver(RegistrationRun run) {
        WebhookClient client = clientAt(run, "/" + TOKEN, SIGNING_KEY);
        String event = "{\"event_id\":\"e1\",\"object_type\":\"email\",\"metric\":\"sent\",\"timestamp\":1789430399,"
                + "\"data\":{\"delivery_id\":\"d1\"}}";
        byte[] body = event.getBytes(StandardCharsets.UTF_8);
        await("an event is confirmed").atMost(PATIENCE).until(() -> answer(client, body) == 200);
        assertThat(answer(client, "no JSON".getBytes(StandardCharsets.UTF_8))).isEqualTo(200);
        assertThat(answer(clientAt(run, "/" + TOKEN, SIGNING_KEY + "x"), body)).isEqualTo(401);
        assertThat(answer(clientAt(run, "/" + TOKEN + "x", SIGNING_KEY), body)).isEqualTo(404);
        assertThat(answer(clientAt(run, "", SIGNING_KEY), body)).isEqualTo(404);
        assertThat(answer(clientAt(run, "/elsewhere/" + TOKEN, SIGNING_KEY), body))
                .isEqualTo(404);
        HttpResponse<byte[]> notPosted = client.send(client.signed(body).method("PUT", BodyPublishers.noBody()));
        assertThat(notPosted.statusCode()).isEqualTo(405);
        show(notPosted);
    }

    /** Secrets that are no good, over REST: Connect repeats values, but those of passwords as [hidden]. */
    private void configureWrongly(RegistrationRun run, Given given) {
        Map<String, String> wrong = Map.of(
                "app.api.key", API_KEY + " " + API_KEY,
                "webhook.signing.keys", SIGNING_KEY + ",," + SIGNING_KEY,
                "webhook.url.tokens", "canary!," + TOKEN + "," + OLD_TOKEN,
                "webhook.ssl.keystore.password", TestCertificate.PASSWORD);
        wrong.forEach((key, value) -> {
            String name = kafka.unique("secret-wrong");
            ConnectorProps props = copy(run).with("name", name).with(key, value);
            String validate = "/connector-plugins/CustomerIoSourceConnector/config/validate";
            String answer = worker.rest().call("PUT", validate, props.toMap()).body();
            assertThat(answer).contains(key);
            shown.add(answer);
            var created = worker.rest().call("POST", "/connectors", Map.of("name", name, "config", props.toMap()));
            assertThat(created.status()).as("%s %s", key, created.body()).isEqualTo(400);
            shown.add(created.body());
        });
        var urlWithPassword = copy(run)
                .with("name", kafka.unique("secret-wrong"))
                .with("app.api.key", given.value("app.api.key"))
                .with("webhook.public.url", "https://user:canary-password@events.example.com/");
        Map<String, List<String>> errors = worker.rest().validate("CustomerIoSourceConnector", urlWithPassword.toMap());
        assertThat(errors).containsOnlyKeys("webhook.public.url");
        shown.add(errors.toString());
    }

    /** A keystore that its password does not open: refused over REST, and met by a task that starts. */
    private void useAKeystore(Given given, String type) throws Exception {
        String name = kafka.unique("secret-keystore");
        Path keystore = secrets.resolveSibling(name);
        TestCertificate certificate = TestCertificate.of("localhost", "EC");
        certificate.write(keystore, type);
        int healthPort = FreePort.next();
        ConnectorProps props = ConnectorProps.eventTables(name, FreePort.next(), given.value("webhook.signing.keys"))
                .with("webhook.ssl.keystore.location", keystore)
                .with("webhook.ssl.keystore.password", given.value("app.api.key"))
                .with("webhook.health.port", healthPort);
        var refused = worker.rest().call("PUT", "/connectors/" + name + "/config", props.toMap());
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).contains("This password does not open the keystore");
        shown.add(refused.body());
        props.with("webhook.ssl.keystore.password", given.value("webhook.ssl.keystore.password"));
        worker.rest().put(name, props.toMap());
        worker.rest().stop(name);
        TestCertificate.writeEmpty(keystore, type, "canary-other-password");
        worker.rest().resume(name);
        await("the keystore cannot be read")
                .atMost(PATIENCE)
                .until(() -> said().contains(keystore + " cannot be used"));
        certificate.write(keystore, type);
        WebhookReady.await(
                new WebhookClient(URI.create("http://localhost:" + healthPort), SIGNING_KEY), "/readyz", 200);
        worker.rest().delete(name);
        Files.delete(keystore);
    }

    /** Customer.io refuses a change of the webhook and repeats its endpoint, without the scheme by which a URL is known. */
    private void repeatTheTokenInRefusals(RegistrationRun run) {
        String endpoint = run.hook().endpoint().replace("http://", "");
        run.customerIo.faults().times(1, "PUT /v1/reporting_webhooks", error(503, "no answer from " + endpoint));
        run.customerIo.faults().always("PUT /v1/reporting_webhooks", error(400, "nobody answers at " + endpoint));
        Hook right = run.hook();
        run.customerIo
                .reportingWebhooks()
                .change(right.id(), hook -> hook.putArray("events").add("email_sent"));
        assertThat(run.awaitState("refused by Customer.io").path("detail").asText())
                .contains("nobody answers at");
        shown.add(run.status() + run.page());
        run.customerIo.faults().clear();
        run.awaitHook("as it was", right::equals);
    }

    /** The key is revoked while the connectors run, and the refusal repeats it: one task suspends its tables, the other fails. */
    private void refuseTheKeyAndRepeatIt(RegistrationRun run, String poller) {
        run.customerIo.faults().always("/v1", error(401, "the key " + API_KEY + " is unknown"));
        run.awaitState("not permitted: key refused");
        shown.add(run.status() + run.page());
        assertThat(worker.rest().awaitTaskFailed(poller)).contains("401");
        await("the list tables are suspended")
                .atMost(PATIENCE)
                .until(() -> said().contains("The polled tables retry at their intervals"));
        run.customerIo.faults().clear();
    }

    private void showWhatIsThere(RegistrationRun run, String poller, Given given) {
        assertThat(run.hook().name()).contains(run.connector);
        shown.add(run.hook().name());
        for (String connector : List.of(run.connector, poller)) {
            shown.add(worker.rest().status(connector).toString());
            shown.add(worker.rest().offsets(connector).toString());
            kafka.topics()
                    .names(connector)
                    .forEach(topic -> shown.add(kafka.topics().text(topic)));
        }
        assertThat(kafka.topics().names(run.connector)).contains(run.connector + ".quarantine");
        shown.add(kafka.topics().text(group + "-offsets"));
        shown.add(kafka.topics().text(group + "-status"));
        if (given == Given.LITERALLY) {
            assertThat(kafka.topics().text(group + "-configs"))
                    .as("what is looked for would be found")
                    .contains(API_KEY, TOKEN);
        } else {
            shown.add(worker.rest().config(run.connector).toString());
            shown.add(worker.rest()
                    .call("GET", "/connectors/" + run.connector + "/tasks", null)
                    .body());
            shown.add(kafka.topics().text(group + "-configs"));
        }
        assertThat(said()).contains("key refused", "refused by Customer.io", "A verified delivery goes to");
        shown.add(said());
    }

    private String said() {
        return worker.log().substring(logBefore);
    }

    private static void log(String level) {
        assertThat(worker.rest()
                        .call("PUT", "/admin/loggers/io.cioconnect", Map.of("level", level))
                        .isSuccess())
                .isTrue();
    }

    private static ConnectorProps copy(RegistrationRun run) {
        ConnectorProps copy = ConnectorProps.eventTables("", 0, "");
        run.props().toMap().forEach(copy::with);
        return copy.with("tables", "segments,email_events"); // each table is asked for by each validation
    }

    private static Fault error(int status, String detail) {
        return new Fault.Answer(status, "application/json", Map.of(), "{\"errors\":[{\"detail\":\"" + detail + "\"}]}");
    }

    private static WebhookClient clientAt(RegistrationRun run, String end, String key) {
        return new WebhookClient(URI.create(run.url() + end), key);
    }

    private int answer(WebhookClient client, byte[] body) {
        HttpResponse<byte[]> answer = client.send(client.signed(body));
        show(answer);
        return answer.statusCode();
    }

    private void show(HttpResponse<byte[]> answer) {
        shown.add(answer.headers().map() + new String(answer.body(), StandardCharsets.UTF_8));
    }
}
