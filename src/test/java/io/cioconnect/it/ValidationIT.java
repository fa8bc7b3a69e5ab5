package io.cioconnect.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.it.harness.FreePort;
import io.cioconnect.it.harness.KafkaExtension;
import io.cioconnect.it.harness.RestAnswer;
import io.cioconnect.it.harness.SharedKafka;
import io.cioconnect.simulator.CustomerIoSimulator;
import io.cioconnect.simulator.Fault;
import io.cioconnect.testing.WrongConfiguration;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code config/validate} and the creation of a connector say to wrong configurations and to outages of Customer.io. */
@ExtendWith(KafkaExtension.class)
final class ValidationIT {
    private final SharedKafka kafka;
    private final ConnectWorker worker;
    private final CustomerIoSimulator customerIo = new CustomerIoSimulator();

    ValidationIT(SharedKafka kafka) throws IOException {
        this.kafka = kafka;
        this.worker = kafka.worker();
        customerIo.setApiKey(WrongConfiguration.right().get("app.api.key"));
        customerIo.limitRate(false);
    }

    @AfterEach
    void stopSimulator() throws IOException {
        customerIo.close();
    }

    @Test
    void everyWrongConfigurationHasTheRightTextOnTheRightKey() {
        SoftAssertions softly = new SoftAssertions();
        for (WrongConfiguration wrong : WrongConfiguration.all()) {
            Map<String, List<String>> errors = validate(worker, wrong.properties());
            softly.assertThat(errors).as(wrong.toString()).containsOnlyKeys(wrong.key());
            softly.assertThat(errors.get(wrong.key()).toString())
                    .as(wrong.toString())
                    .contains(wrong.text());
        }
        softly.assertAll();
    }

    @Test
    void thePreviousWorkerSaysTheSameOfItsOwnKeysAndOurs() {
        for (String change : List.of("producer.override.acks=1", "webhook.receivers=3", "refresh.interval.ms.x=1000")) {
            Map<String, List<String>> errors = validate(kafka.previousWorker(), WrongConfiguration.changed(change));
            assertThat(errors).containsOnlyKeys(change.substring(0, change.indexOf('=')));
        }
        assertThat(validate(kafka.previousWorker(), WrongConfiguration.right())).isEmpty();
    }

    @Test
    void severalReceiversAreRefusedWhereExactlyOnceIsRequired() {
        ConnectWorker exactlyOnce = kafka.exactlyOnceWorker();

        assertThat(validate(exactlyOnce, WrongConfiguration.changed("exactly.once.support=required")))
                .isEmpty();
        assertThat(validate(
                        exactlyOnce,
                        WrongConfiguration.changed("exactly.once.support=required", "webhook.receivers=2")))
                .containsOnlyKeys("exactly.once.support");
    }

    @Test
    void aKeyCustomerIoDoesNotKnowIsAnErrorThatNamesTheRegion() {
        customerIo.setApiKey("another-key-0123456789");

        assertThat(validate(worker, WrongConfiguration.right()))
                .containsOnlyKeys("app.api.key")
                .allSatisfy((key, texts) -> assertThat(texts.toString())
                        .contains("401", "region")
                        .doesNotContain(WrongConfiguration.right().get("app.api.key")));
    }

    @Test
    void aListTheKeyMayNotReadIsAnErrorOnTables() {
        customerIo.faults().always("/v1/segments", Fault.status(403));

        assertThat(validate(worker, WrongConfiguration.right()))
                .containsOnlyKeys("tables")
                .allSatisfy((key, texts) -> assertThat(texts.toString()).contains("segments"));
    }

    static Stream<Arguments> outages() {
        return Stream.of(
                Arguments.of("hangs", Fault.hang()),
                Arguments.of("429", Fault.rateLimited(60)),
                Arguments.of("500", Fault.status(500)),
                Arguments.of("reset", new Fault.CutOff(0, true)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("outages")
    @Timeout(10) // documented; Customer.io is given 6 s of it
    void anOutageIsAWarningAndNoError(String name, Fault fault) {
        customerIo.faults().always("/v1", fault);

        assertThat(validate(worker, WrongConfiguration.right())).isEmpty();
        assertThat(worker.log()).contains("Could not check the App API at " + url(worker));
    }

    @Test
    void aRefusedConnectionIsAWarningAndNoError() {
        String nobody = "http://" + worker.hostOfTest() + ":" + FreePort.next();
        Map<String, String> properties = new HashMap<>(WrongConfiguration.right());
        properties.put("app.api.url", nobody);

        assertThat(validate(worker, properties)).isEmpty();
        assertThat(worker.log()).contains("Could not check the App API at " + nobody);
    }

    @Test
    void aWrongConnectorIsNotCreatedAndTheAnswerSaysWhy() {
        String name = kafka.unique("wrong");
        Map<String, String> properties = withSimulator(worker, WrongConfiguration.changed("webhook.receivers=3"));
        properties.put("name", name);

        RestAnswer answer = worker.rest().call("POST", "/connectors", Map.of("name", name, "config", properties));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body())
                .contains("webhook.receivers", "tasks.max is 2")
                .doesNotContain(secrets());
        assertThat(worker.rest().call("GET", "/connectors/" + name, null).status())
                .isEqualTo(404);
    }

    private Map<String, List<String>> validate(ConnectWorker asked, Map<String, String> properties) {
        return asked.rest().validate(properties.get("connector.class"), withSimulator(asked, properties));
    }

    private Map<String, String> withSimulator(ConnectWorker asked, Map<String, String> properties) {
        Map<String, String> complete = new HashMap<>(properties);
        complete.putIfAbsent("app.api.url", url(asked));
        return complete;
    }

    private String url(ConnectWorker asked) {
        return "http://" + asked.hostOfTest() + ":" + customerIo.url().getPort();
    }

    private static String[] secrets() {
        return new String[] {
            WrongConfiguration.right().get("app.api.key"),
            WrongConfiguration.right().get("webhook.signing.keys")
        };
    }
}
