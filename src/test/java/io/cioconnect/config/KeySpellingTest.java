package io.cioconnect.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeySpellingTest {
    private static final Set<String> OURS = CustomerIoSourceConfig.definition().names();

    @ParameterizedTest
    @CsvSource({
        "refresh.delete, refresh.deletes",
        "webhook.signing.key, webhook.signing.keys",
        "Webhook_Signing_Keys, webhook.signing.keys",
        "webhook.singing.keys, webhook.signing.keys",
        "webhook.url.token, webhook.url.tokens",
        "app.api.keys, app.api.key",
        "api.key, app.api.key",
        "table, tables",
        "regoin, region",
        "topics.prefix, topic.prefix",
        "refresh.interval, refresh.interval.ms",
        "refresh.timeout.ms, refresh.pass.timeout.ms",
        "webhook.port, webhook.listen.port",
        "webhook.keystore.password, webhook.ssl.keystore.password",
        "webhook.registraton, webhook.registration"
    })
    void namesTheKeyThatWasProbablyMeant(String misspelt, String meant) {
        assertThat(KeySpelling.warnings(List.of(misspelt), OURS))
                .containsExactly("The key " + misspelt + " is unknown and has no effect. Did you mean " + meant + "?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name",
                "tasks.max",
                "topics",
                "errors.tolerance",
                "transforms",
                "transforms.region.type",
                "predicates.tables.type",
                "topic.creation.default.partitions",
                "topic.creation.groups",
                "producer.override.linger.ms",
                "producer.override.region",
                "value.converter.schemas.enable",
                "task.assignment.index",
                "transaction.boundary.interval.ms",
                "team",
                "owner",
                "cost.center"
            })
    void saysNothingOfConnectsKeysAndOfForeignOnes(String key) {
        assertThat(KeySpelling.warnings(List.of(key), OURS)).isEmpty();
    }

    @Test
    void saysNothingOfOurOwnKeys() {
        assertThat(KeySpelling.warnings(OURS, OURS)).isEmpty();
    }
}
