package io.cioconnect.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AppApiCallTest {
    private static final String PATH = "/v1/reporting_webhooks";
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final JsonNode HOOK = JsonNodeFactory.instance.objectNode().put("name", "hook");

    @AutoClose
    private final MockApi api = new MockApi();

    @Test
    void sendsAndReadsSmallDocuments() throws Exception {
        api.answer(200, "{\"id\": 14}");
        assertThat(api.client().call("PUT", PATH + "/14", HOOK).get("id").asLong())
                .isEqualTo(14);
        RecordedRequest request = api.request();
        assertThat(request.getRequestLine()).isEqualTo("PUT " + PATH + "/14 HTTP/1.1");
        assertThat(request.getBody().utf8()).isEqualTo("{\"name\":\"hook\"}");
        assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/json");
        assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer " + MockApi.KEY);
    }

    @Test
    void aReplyWithoutABodyIsMissing() throws Exception {
        AppApiClient client = api.client();
        api.answer(204, "").answer(200, "").answer(200, "deleted").answer(201, "");
        assertThat(client.call("DELETE", PATH + "/1", MissingNode.getInstance()).isMissingNode())
                .isTrue();
        assertThat(client.call("DELETE", PATH + "/1", MissingNode.getInstance()).isMissingNode())
                .isTrue();
        assertThat(client.call("DELETE", PATH + "/1", MissingNode.getInstance()).isMissingNode())
                .isTrue();
        assertThat(client.call("POST", PATH, HOOK).isMissingNode()).isTrue();
        assertThat(api.request().getMethod()).isEqualTo("DELETE");
    }

    /** Bytes come all the time, and fast enough, and all of them would take half a minute. */
    @Test
    void aDocumentThatTakesTooLongIsNotAwaitedToItsEnd() {
        for (int i = 0; i < 5; i++) {
            api.answer(new MockResponse.Builder()
                    .body("{\"id\":\"" + "1".repeat(10_000_000) + "\"}")
                    .throttleBody(16_384, 50, TimeUnit.MILLISECONDS)
                    .build());
        }
        AppApiClient client = api.client(api.url(), Duration.ofMillis(250));
        assertThat(catchThrowableOfType(AppApiException.class, () -> client.call("GET", PATH, HOOK)))
                .hasMessage("GET " + PATH + ": no complete reply within 500 ms");
        assertThat(api.server.getRequestCount()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE"})
    void triesAgainWhatMayBeSentTwice(String method) throws Exception {
        api.answer(500, "")
                .answer(new MockResponse.Builder()
                        .onResponseStart(new SocketEffect.CloseSocket())
                        .build());
        api.answer(429, "", "Retry-After", "1").answer(200, "{}");
        api.client().call(method, PATH, HOOK);
        assertThat(api.time.waits())
                .containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 503})
    void neverRepeatsAPostThatWasAnswered(int status) {
        api.answer(status, "", "Retry-After", "0").answer(200, "{}");
        assertThat(failure("POST").status()).isEqualTo(status);
        assertThat(api.server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void neverRepeatsAPostThatMayHaveArrived() {
        api.answer(new MockResponse.Builder()
                        .onResponseStart(new SocketEffect.CloseSocket())
                        .build())
                .answer(200, "{}");
        assertThat(failure("POST").status()).isZero();
        assertThat(api.server.getRequestCount()).isEqualTo(1);
        assertThat(api.time.waits()).isEmpty();
    }

    @Test
    void repeatsAPostThatFoundNoServer() {
        URI url = api.url();
        api.server.close();
        AppApiException e = catchThrowableOfType(
                AppApiException.class, () -> api.client(url).call("POST", PATH, HOOK));
        assertThat(e).hasCauseInstanceOf(ConnectException.class);
        assertThat(api.time.waits()).hasSize(4);
    }

    @Test
    void aReplyThatIsNotJsonIsAnErrorAndNotQuoted() {
        for (int i = 0; i < 5; i++) {
            api.answer(200, "{\"reporting_webhooks\": secret");
        }
        AppApiException e = failure("GET");
        assertThat(e).hasMessageContaining("not JSON");
        assertThat(e.toString() + e.getCause()).doesNotContain("secret");
    }

    @Test
    void aProbeIsOneTryJudgedByItsStatus() throws Exception {
        AppApiClient client = api.client();
        api.answer(new MockResponse.Builder()
                .body("x".repeat(1000))
                .throttleBody(1, 1, TimeUnit.HOURS)
                .build());
        assertThat(client.probe("/v1/campaigns", Map.of(), LIMIT)).isEqualTo(200);
        for (int status : new int[] {302, 401, 403, 429, 500}) {
            api.answer(status, "{}");
            assertThat(client.probe("/v1/campaigns", Map.of(), LIMIT)).isEqualTo(status);
        }
        assertThat(api.server.getRequestCount()).isEqualTo(6);
        assertThat(api.time.waits()).isEmpty();
    }

    @Test
    void aProbeEndsAtItsLimit() {
        api.answer(new MockResponse.Builder()
                .onResponseStart(SocketEffect.Stall.INSTANCE)
                .build());
        AppApiException e = probeFailure(api.url(), Duration.ofMillis(100));
        assertThat(e.status()).isZero();
        assertThat(e)
                .hasMessage("GET /v1/campaigns: no answer within 100 ms")
                .hasCauseInstanceOf(TimeoutException.class);
    }

    @Test
    void aProbeTellsWhyNobodyAnswered() {
        URI url = api.url();
        api.server.close();
        assertThat(probeFailure(url, LIMIT)).hasCauseInstanceOf(ConnectException.class);
        assertThat(probeFailure(URI.create("http://no-such-host.invalid"), LIMIT))
                .hasCauseInstanceOf(UnknownHostException.class)
                .hasMessageContaining("unknown host: no-such-host.invalid");
    }

    private AppApiException probeFailure(URI url, Duration limit) {
        return catchThrowableOfType(
                AppApiException.class, () -> api.client(url).probe("/v1/campaigns", Map.of(), limit));
    }

    private AppApiException failure(String method) {
        return catchThrowableOfType(AppApiException.class, () -> api.client().call(method, PATH, HOOK));
    }
}
