package io.cioconnect;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.testing.CapturedLog;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Secrets whose ConfigProvider cannot read its source for a while. */
class FreshSecretsTest {
    private static final Map<String, String> RESOLVED = Map.of("webhook.signing.keys", "rotated");

    @AutoClose
    private final CapturedLog log = new CapturedLog();

    private final List<Map<String, String>> taken = new ArrayList<>();
    private final List<Map<String, String>> takenByApi = new ArrayList<>();
    private @Nullable Throwable failure;
    private @Nullable Throwable failureOfApiKey;

    @AutoClose
    private final FreshSecrets secrets =
            new FreshSecrets(context(), Map.of("the API key", this::takeApiKey, "the signing keys", taken::add));

    @Test
    void aSourceThatCannotBeReadIsToldOnceAndThatItIsReadAgain() {
        secrets.resolve();
        assertThat(taken).containsExactly(RESOLVED);
        assertThat(log.lines("secrets")).isEmpty();

        failure = new ConfigException("a-secret-text");
        secrets.resolve();
        secrets.resolve();
        assertThat(log.lines("secrets"))
                .singleElement()
                .asString()
                .contains("WARN", "ConfigException", "ConfigProvider")
                .doesNotContain("a-secret-text");

        failure = null;
        secrets.resolve();
        secrets.resolve();
        assertThat(taken).hasSize(3);
        assertThat(log.lines("secrets")).hasSize(2).last().asString().contains("INFO", "read again");
    }

    @Test
    void aValueThatCannotBeUsedKeepsNoOtherFromItsUser() {
        failureOfApiKey = new ConfigException("a-secret-text");
        secrets.resolve();
        secrets.resolve();

        assertThat(taken).hasSize(2);
        assertThat(log.lines("secrets"))
                .singleElement()
                .asString()
                .contains("WARN", "the API key", "ConfigException")
                .doesNotContain("signing", "a-secret-text");

        failureOfApiKey = null;
        secrets.resolve();
        assertThat(takenByApi).hasSize(1);
        assertThat(log.lines("secrets")).hasSize(2).last().asString().contains("INFO", "read again");
    }

    @Test
    void anErrorOfOneRoundDoesNotEndTheOthers() {
        failure = new StackOverflowError("simulated");
        secrets.resolve();
        failure = null;
        failureOfApiKey = new OutOfMemoryError("simulated");
        secrets.resolve();

        assertThat(taken).hasSize(1);
    }

    private void takeApiKey(Map<String, String> resolved) {
        if (failureOfApiKey instanceof Error error) {
            throw error;
        }
        if (failureOfApiKey instanceof RuntimeException exception) {
            throw exception;
        }
        takenByApi.add(resolved);
    }

    private SourceTaskContext context() {
        return (SourceTaskContext) Proxy.newProxyInstance(
                FreshSecretsTest.class.getClassLoader(),
                new Class<?>[] {SourceTaskContext.class},
                (proxy, method, args) -> {
                    if (failure != null) {
                        throw failure;
                    }
                    return RESOLVED;
                });
    }
}
