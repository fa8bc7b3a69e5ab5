package io.cioconnect.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.cioconnect.config.AppApiConfig;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The key appears in no message, no stack trace and no log line, whatever the other side sends back. */
class AppApiSecretsTest {
    private static final String KEY = MockApi.KEY;

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final PrintStream systemErr = System.err;

    @AutoClose
    private final MockApi api = new MockApi();

    @BeforeEach
    void start() {
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void stop() {
        System.setErr(systemErr);
    }

    @Test
    void keepsAKeyThatIsReplacedBeforeItsReplyComes() {
        AppApiClient client = api.client();
        api.server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                client.useKey(Optional.of(new Password("another-key-0123456789")));
                return new MockResponse.Builder()
                        .code(401)
                        .body("{\"errors\":[{\"detail\":\"bad key " + KEY + "\"}]}")
                        .build();
            }
        });

        AppApiException refused = catchThrowableOfType(
                AppApiException.class, () -> client.call("GET", "/v1/x", MissingNode.getInstance()));

        assertThat(refused.details()).extracting(ErrorDetail::text).containsExactly("bad key ***");
        assertSilent(refused);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 302, 401, 422, 429, 503})
    void keepsAKeyThatIsEchoed(int status) {
        for (String body : new String[] {
            KEY,
            "\"" + KEY + "\"",
            "{\"" + KEY + "\":1}",
            "{\"rows\":[" + KEY + "]}",
            "{\"rows\":[{\"" + KEY + "\":",
            "<html>" + KEY,
            "{\"errors\":[{\"detail\":\"bad key " + KEY + "\",\"source\":{\"pointer\":\"/" + KEY + "\"}}]}",
            "{\"meta\":{\"errors\":[\"Bearer " + KEY + "\"]}}",
        }) {
            for (int i = 0; i < 17; i++) {
                api.answer(
                        status,
                        body,
                        "Location",
                        "https://" + "elsewhere.example.com/" + KEY,
                        "Retry-After",
                        KEY,
                        "X-Echo",
                        KEY);
            }
            AppApiClient client = api.client();
            assertSilent(catchThrowableOfType(Exception.class, () -> MockApi.page(client, new CollectedRows())));
            assertSilent(catchThrowableOfType(
                    Exception.class, () -> client.call("GET", "/v1/x", MissingNode.getInstance())));
            assertSilent(catchThrowableOfType(
                    Exception.class, () -> client.call("POST", "/v1/x", MissingNode.getInstance())));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 422, 429, 503})
    void keepsATokenThatIsEchoed(int status) {
        String body =
                "{\"errors\":[{\"detail\":\"nobody answers at hooks.example.com/" + MockApi.OTHER_SECRET + "\"}]}";
        for (int i = 0; i < 10; i++) {
            api.answer(status, body, "Retry-After", "1");
        }
        Exception e = catchThrowableOfType(
                Exception.class, () -> api.client().call("PUT", "/v1/x", JsonNodeFactory.instance.objectNode()));

        assertThat(e).hasMessageContaining("nobody answers at").hasMessageNotContaining(MockApi.OTHER_SECRET);
        assertThat(log.toString(StandardCharsets.UTF_8)).doesNotContain(MockApi.OTHER_SECRET);
    }

    @Test
    void keepsTheKeyWhenTheConnectionBreaks() {
        for (int i = 0; i < 5; i++) {
            api.answer(new MockResponse.Builder()
                    .onResponseStart(new SocketEffect.CloseSocket())
                    .build());
        }
        Exception e = catchThrowableOfType(Exception.class, () -> MockApi.page(api.client(), new CollectedRows()));
        assertThat(e).isInstanceOf(AppApiException.class);
        assertSilent(e);
    }

    @ParameterizedTest
    @ValueSource(strings = {KEY + "\n" + KEY, KEY + " " + KEY, KEY + "\u00e9"})
    void refusesAKeyThatNoHeaderCanHold(String key) {
        var config = new AppApiConfig(api.url(), Optional.of(new Password(key)), 8, Duration.ofSeconds(10));
        AppApiException e = catchThrowableOfType(
                AppApiException.class, () -> MockApi.page(api.client(config), new CollectedRows()));
        assertThat(e.status()).isEqualTo(401);
        assertThat(e).hasMessageStartingWith("app.api.key contains a character");
        assertSilent(e);
        assertThat(api.server.getRequestCount()).isZero();
    }

    @Test
    void sendsNoHeaderWithoutAKey() throws Exception {
        api.answer(200, "{\"rows\":[]}");
        MockApi.page(
                api.client(new AppApiConfig(api.url(), Optional.empty(), 8, Duration.ofSeconds(10))),
                new CollectedRows());
        assertThat(api.request().getHeaders().get("Authorization")).isNull();
    }

    private void assertSilent(Exception e) {
        var text = new StringWriter();
        if (e != null) {
            e.printStackTrace(new PrintWriter(text));
        }
        assertThat(text.toString()).doesNotContain(KEY);
        assertThat(log.toString(StandardCharsets.UTF_8)).doesNotContain(KEY);
    }

    @Test
    void aKeyThatWasResolvedAgainIsUsedForTheCallsToCome() throws Exception {
        AppApiClient client = api.client();
        assertThat(client.useKey(Optional.of(new Password("rotated-key-0123456789"))))
                .isTrue();
        assertThat(client.useKey(Optional.of(new Password("rotated-key-0123456789"))))
                .as("another one")
                .isFalse();
        api.answer(403, "{\"errors\":[{\"detail\":\"rotated-key-0123456789 may not\"}]}");
        assertThatThrownBy(() -> MockApi.page(client, new CollectedRows()))
                .isInstanceOf(AppApiException.class)
                .hasMessageContaining("*** may not");
        assertThat(api.request().getHeaders().get("Authorization")).isEqualTo("Bearer rotated-key-0123456789");

        assertThat(client.useKey(Optional.empty())).isFalse();
        api.answer(200, "{\"rows\":[]}");
        MockApi.page(client, new CollectedRows());
        assertThat(api.request().getHeaders().get("Authorization")).isEqualTo("Bearer rotated-key-0123456789");
    }
}
