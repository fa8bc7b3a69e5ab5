package io.cioconnect;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.api.KeyProblem;
import io.cioconnect.it.harness.FreePort;
import io.cioconnect.simulator.CustomerIoSimulator;
import io.cioconnect.simulator.Fault;
import io.cioconnect.simulator.RequestLog;
import io.cioconnect.testing.ConnectorProps;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LiveValidationTest {
    private final CustomerIoSimulator customerIo;
    private final CustomerIoSourceConnector connector = new CustomerIoSourceConnector();

    LiveValidationTest() throws IOException {
        customerIo = new CustomerIoSimulator();
    }

    @AfterEach
    void stopSimulator() throws IOException {
        customerIo.close();
    }

    @Test
    void aKeyThatReadsEveryListIsAcceptedAfterOneRequestForEach() {
        assertThat(errors(props().with("tables", "*").with("webhook.signing.keys", "key")))
                .isEmpty();
        assertThat(customerIo.requests().all())
                .extracting(RequestLog.Entry::path)
                .hasSize(13) // ten lists, workspaces, subscription channels and messages; children are asked for by
                // way of their parents
                .doesNotHaveDuplicates();
    }

    /** In a name as DNS knows it, nothing can stand behind xn-- but what was encoded. */
    @Test
    void aHostThatNoClientCanCallIsAComplaint() {
        assertThat(errors(props().with("app.api.url", "http://xn--0")))
                .containsOnlyKeys("app.api.url")
                .extractingByKey("app.api.url")
                .asString()
                .contains("Enter the base URL");
    }

    @Test
    void deliveriesAreNeverAskedForWithoutBounds() {
        assertThat(errors(props().with("tables", "@deliveries"))).isEmpty();

        assertThat(customerIo.requests().of("/v1/messages"))
                .singleElement()
                .extracting(RequestLog.Entry::query)
                .asString()
                .containsPattern("start_ts=\\d{10}")
                .containsPattern("end_ts=\\d{10}");
    }

    @Test
    void whatWasReadIsNotAskedForAgain() {
        assertThat(errors(props())).isEmpty();
        assertThat(errors(props())).isEmpty();
        assertThat(errors(props().with("refresh.interval.ms", 5000))).isEmpty();

        assertThat(asked()).containsExactlyInAnyOrder("/v1/campaigns", "/v1/segments", "/v1/snippets");
    }

    @Test
    void aTableThatIsAddedIsAskedForAlone() {
        assertThat(errors(props())).isEmpty();
        assertThat(errors(props().with("tables", "campaigns,newsletters"))).isEmpty();

        assertThat(asked()).hasSize(4).endsWith("/v1/newsletters");
    }

    @Test
    void anotherKeyIsAskedAnew() {
        assertThat(errors(props())).isEmpty();
        customerIo.setApiKey("another-key-0123456789");
        assertThat(errors(props().with("app.api.key", "another-key-0123456789")))
                .isEmpty();

        assertThat(asked()).hasSize(6);
    }

    @Test
    void aRefusedTableIsAskedForUntilItIsGranted() {
        customerIo.faults().times(1, "/v1/segments", Fault.status(403));

        assertThat(errors(props())).containsOnlyKeys("tables");
        assertThat(errors(props())).isEmpty();
        assertThat(asked()).hasSize(4).endsWith("/v1/segments");
    }

    @Test
    void oneRefusalOfTheKeyAmongGoodAnswersIsNoError() {
        customerIo.faults().times(1, "/v1", Fault.status(401));

        assertThat(errors(props())).isEmpty();
    }

    @Test
    void duringAnOutageOneCallIsEnough() {
        customerIo.faults().always("/v1", Fault.status(503));

        assertThat(errors(props())).isEmpty();
        assertThat(asked()).hasSize(1);
    }

    private List<String> asked() {
        return customerIo.requests().all().stream().map(RequestLog.Entry::path).toList();
    }

    @Test
    void anUnknownKeyIsAnErrorOnItsKeyThatNamesTheRegion() {
        String wrong = "canary0123456789";
        Map<String, List<String>> errors = errors(props().with("app.api.key", wrong));

        assertThat(errors).containsOnlyKeys("app.api.key");
        assertThat(errors.get("app.api.key"))
                .singleElement()
                .asString()
                .contains(
                        "401",
                        "Track API",
                        "region",
                        "app.api.url",
                        KeyProblem.REFUSED.advice(),
                        customerIo.url().toString())
                .doesNotContain(wrong);
    }

    @Test
    void aListThatAloneIsRefusedSaysNothingOfTheKey() {
        customerIo.faults().always("/v1/campaigns", Fault.status(401)).always("/v1/snippets", Fault.status(403));

        assertThat(errors(props())).containsOnlyKeys("tables");
        assertThat(errors(props().with("tables", "campaigns"))).isEmpty();
    }

    @Test
    void aListTheKeyMayNotReadIsAnErrorOnTables() {
        customerIo.faults().always("/v1/snippets", Fault.status(403)).always("/v1/segments", Fault.status(403));
        Map<String, List<String>> errors = errors(props());

        assertThat(errors).containsOnlyKeys("tables");
        assertThat(errors.get("tables"))
                .singleElement()
                .asString()
                .contains("segments, snippets", "403", KeyProblem.LACKS_SCOPE.advice());
    }

    /** Or its user removes the parents, and is then told of the children. */
    @Test
    void tablesThatAreReadByWayOfARefusedListAreNamedWithIt() {
        customerIo.faults().always("/v1/campaigns", Fault.status(403));

        assertThat(errors(props().with("tables", "campaigns,campaign_actions,segments"))
                        .get("tables"))
                .singleElement()
                .asString()
                .contains("campaigns, campaign_actions");
    }

    @Test
    void reportingWebhooksThatTheKeyMayNotReadAreAnErrorWhenTheyAreATable() {
        customerIo.faults().always("/v1/reporting_webhooks", Fault.status(403));
        ConnectorProps properties = props().with("tables", "segments,reporting_webhooks");

        assertThat(errors(properties).get("tables"))
                .singleElement()
                .asString()
                .contains("may not read: reporting_webhooks", "403");
        assertThat(errors(properties
                        .with("tables", "email_events,reporting_webhooks")
                        .with("webhook.registration", "auto")
                        .with("webhook.public.url", "https://events.example.com/")))
                .containsOnlyKeys("tables");
    }

    @Test
    void aKeyThatMayNotManageWebhooksIsNoError() {
        customerIo.faults().always("/v1/reporting_webhooks", Fault.status(403));
        ConnectorProps properties = props().with("tables", "email_events")
                .with("webhook.registration", "auto")
                .with("webhook.public.url", "https://events.example.com/");

        assertThat(errors(properties)).isEmpty();
    }

    @Test
    void aWrongKeyIsFoundAlsoWhenOnlyTheWebhookIsManaged() {
        ConnectorProps properties = props().with("app.api.key", "wrong")
                .with("tables", "email_events")
                .with("webhook.registration", "auto")
                .with("webhook.public.url", "https://events.example.com/");

        assertThat(errors(properties)).containsOnlyKeys("app.api.key");
    }

    @Test
    void anUnknownHostIsAnErrorOnTheUrl() {
        assertThat(errors(props().with("app.api.url", "http://no-such-host.invalid")))
                .containsOnlyKeys("app.api.url")
                .allSatisfy((key, texts) -> assertThat(texts.toString()).contains("no-such-host.invalid"));
    }

    /** With a proxy, nobody here looks the API's host up. */
    @Test
    void anUnknownProxyIsNoErrorOnTheUrl() {
        System.setProperty("http.proxyHost", "no-such-proxy.invalid");
        try {
            assertThat(errors(props().with("app.api.url", "http://gateway.invalid:8080")))
                    .isEmpty();
        } finally {
            System.clearProperty("http.proxyHost");
        }
    }

    static Stream<Arguments> outages() {
        return Stream.of(
                Arguments.of("429", Fault.rateLimited(1)),
                Arguments.of("429 without Retry-After", Fault.quotaExceeded()),
                Arguments.of("500", Fault.status(500)),
                Arguments.of("HTML", Fault.html(404)),
                Arguments.of("reset", new Fault.CutOff(0, true)),
                Arguments.of("broken off", Fault.reset()),
                Arguments.of("drip", Fault.drip(1, Duration.ofMillis(100))),
                Arguments.of("hang", Fault.hang()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("outages")
    @Timeout(10)
    void anOutageIsNoErrorAndTakesLessThanTenSeconds(String name, Fault fault) {
        customerIo.faults().always("/v1", fault);

        assertThat(errors(props())).isEmpty();
    }

    @Test
    void aRefusedConnectionIsNoError() {
        assertThat(errors(props().with("app.api.url", "http://localhost:" + FreePort.next())))
                .isEmpty();
    }

    @Test
    @Timeout(10)
    void aSmallBudgetIsEnoughToAskForEveryList() {
        customerIo.faults().always("/v1/transactional", Fault.status(403));
        ConnectorProps properties = props().without("tables").with("app.api.requests.per.second", 1);

        assertThat(errors(properties)).containsOnlyKeys("tables");
    }

    @Test
    void nothingIsAskedWhileAKeyConcernedIsWrong() {
        customerIo.faults().times(1, "/v1", Fault.status(500));

        assertThat(errors(props().with("region", "mars"))).containsOnlyKeys("region");
        assertThat(customerIo.faults().pending()).isEqualTo(1);
    }

    @Test
    void aComplaintElsewhereDoesNotKeepItFromAsking() {
        ConnectorProps properties = props().with("app.api.key", "wrong").with("refresh.emit", "x");

        assertThat(errors(properties)).containsOnlyKeys("app.api.key", "refresh.emit");
    }

    private ConnectorProps props() {
        return ConnectorProps.polledTables("cio", customerIo.url().toString(), customerIo.apiKey())
                .with("name", "customerio")
                .with("tables", "campaigns,segments,snippets");
    }

    private Map<String, List<String>> errors(ConnectorProps properties) {
        return connector.validate(properties.toMap()).configValues().stream()
                .filter(value -> !value.errorMessages().isEmpty())
                .collect(Collectors.toMap(ConfigValue::name, ConfigValue::errorMessages));
    }
}
