package io.cioconnect.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okio.Buffer;
import okio.GzipSink;
import okio.Okio;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AppApiPageTest {
    private static final String ROWS = "{\"rows\":[{\"id\":1},{\"id\":2}],\"next\":\"Mg==\"}";

    private final CollectedRows rows = new CollectedRows();

    @AutoClose
    private final MockApi api = new MockApi();

    @Test
    void asksForAPageWithTheTrimmedKey() throws Exception {
        api.answer(200, ROWS);
        assertThat(page()).isEqualTo(new Page(2, "Mg=="));
        assertThat(rows.ids()).containsExactly("1", "2");
        assertThat(rows.begun).isEqualTo(1);
        RecordedRequest request = api.request();
        assertThat(request.getRequestLine()).isEqualTo("GET /v1/rows HTTP/1.1");
        assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer " + MockApi.KEY);
        assertThat(request.getHeaders().get("Accept")).isEqualTo("application/json");
        assertThat(request.getHeaders().get("User-Agent")).isEqualTo("kafka-connect-customerio/test");
    }

    @Test
    void percentEncodesTheQuery() throws Exception {
        api.answer(200, ROWS);
        var query = new LinkedHashMap<String, String>();
        query.put("start", "aB+/Mg==");
        query.put("hidden", "a&b=c d\u00e9%");
        api.client().page("/v1/rows", query, "rows", rows, () -> false);
        RecordedRequest request = api.request();
        assertThat(request.getTarget()).isEqualTo("/v1/rows?start=aB%2B%2FMg%3D%3D&hidden=a%26b%3Dc%20d%C3%A9%25");
        assertThat(request.getUrl().queryParameter("start")).isEqualTo("aB+/Mg==");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/gateway/cio", "/gateway/cio/"})
    void putsThePathBehindThatOfTheBaseUrl(String prefix) throws Exception {
        api.answer(200, ROWS);
        MockApi.page(api.client(api.url().resolve(prefix)), rows);
        assertThat(api.request().getTarget()).isEqualTo("/gateway/cio/v1/rows");
    }

    @Test
    void readsACompressedReply() throws Exception {
        var compressed = new Buffer();
        try (var sink = Okio.buffer(new GzipSink(compressed))) {
            sink.writeUtf8(ROWS);
        }
        api.answer(new MockResponse.Builder()
                .addHeader("Content-Encoding", "gzip")
                .body(compressed)
                .build());
        assertThat(page()).isEqualTo(new Page(2, "Mg=="));
        assertThat(api.request().getHeaders().get("Accept-Encoding")).isEqualTo("gzip");
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 500, 502, 503, 504, 522, 524, 599})
    void triesAgainAfterAPassingStatus(int status) throws Exception {
        api.answer(status, "").answer(200, ROWS);
        assertThat(page().rows()).isEqualTo(2);
        assertThat(api.time.waits()).containsExactly(Duration.ofSeconds(2));
        assertThat(rows.begun).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 402, 403, 404, 405, 410, 422})
    void doesNotTryAgainAfterALastingStatus(int status) {
        api.answer(status, "{\"errors\":[{\"detail\":\"why\"}]}");
        AppApiException e = failure();
        assertThat(e.status()).isEqualTo(status);
        assertThat(e).hasMessageStartingWith("GET /v1/rows was answered " + status + ": why");
        assertThat(api.server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void givesUpAfterFiveTries() {
        for (int i = 0; i < 6; i++) {
            api.answer(500, "<html>", "Content-Type", "text/html");
        }
        AppApiException e = failure();
        assertThat(e.status()).isEqualTo(500);
        assertThat(e).hasMessage("GET /v1/rows was answered 500: (an HTML page)");
        assertThat(api.server.getRequestCount()).isEqualTo(5);
    }

    @Test
    void waitsAsLongAsTheServerSays() throws Exception {
        api.answer(429, "", "Retry-After", "1")
                .answer(429, "", "Retry-After", "Mon, 02 Nov 2026 10:00:11 GMT")
                .answer(429, "", "Retry-After", "9999")
                .answer(503, "", "Retry-After", "40")
                .answer(200, ROWS);
        assertThat(page().rows()).isEqualTo(2);
        assertThat(api.time.waits())
                .usingElementComparator(Comparator.comparing(
                        (Duration wait) -> wait.plusMillis(500).toSeconds())) // the limiter adds microseconds
                .containsExactly(
                        Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofMinutes(5), Duration.ofSeconds(40));
    }

    @Test
    void waitsAMinuteAfterA429ThatDoesNotSay() throws Exception {
        api.answer(429, "{\"errors\":[{\"detail\":\"daily quota\",\"status\":\"429\"}]}")
                .answer(200, ROWS);
        assertThat(page().rows()).isEqualTo(2);
        assertThat(api.time.waits()).containsExactly(Duration.ofMinutes(1));
    }

    @Test
    void namesAnHtmlPage() {
        for (int i = 0; i < 5; i++) {
            api.answer(200, i % 2 == 0 ? "\n<!DOCTYPE html>" : "hm", "Content-Type", i % 2 == 0 ? "" : "text/HTML");
        }
        assertThat(failure())
                .hasMessage("GET /v1/rows: an HTML page instead of JSON: is app.api.url right?")
                .extracting(AppApiException::status)
                .isEqualTo(200);
    }

    @Test
    void startsThePageAnewWhenItBreaksOff() throws Exception {
        api.answer(200, ROWS.substring(0, 18))
                .answer(200, "")
                .answer(200, "upstream connect error")
                .answer(new MockResponse.Builder()
                        .body(ROWS)
                        .onResponseBody(new SocketEffect.CloseSocket())
                        .build())
                .answer(200, ROWS);
        assertThat(page()).isEqualTo(new Page(2, "Mg=="));
        assertThat(rows.ids()).containsExactly("1", "2");
        assertThat(rows.begun).isEqualTo(5);
    }

    @Test
    void aReplyThatEndsTooEarlyIsBrokenEvenWhenItsJsonIsWhole() throws Exception {
        api.answer(new MockResponse.Builder()
                        .body(ROWS + " ".repeat(500))
                        .onResponseBody(new SocketEffect.CloseSocket()) // half way
                        .build())
                .answer(200, ROWS);
        assertThat(page().rows()).isEqualTo(2);
        assertThat(rows.begun).isEqualTo(2);
    }

    /** The exception for that has no text of its own. */
    @Test
    void saysThatACompressedReplyBrokeOff() throws Exception {
        for (int i = 0; i < 5; i++) {
            var whole = new Buffer();
            try (var sink = Okio.buffer(new GzipSink(whole))) {
                sink.writeUtf8(ROWS);
            }
            var cut = new Buffer();
            cut.write(whole, whole.size() - 4);
            api.answer(new MockResponse.Builder()
                    .addHeader("Content-Encoding", "gzip")
                    .body(cut)
                    .build());
        }
        assertThat(failure()).hasMessage("GET /v1/rows: no complete reply: it broke off");
    }

    @Test
    void aPageThatStaysBrokenIsAnErrorAndNeverAShorterList() {
        for (int i = 0; i < 5; i++) {
            api.answer(200, "{\"rows\":[{\"id\":1},{\"id\":2}]");
        }
        assertThat(failure())
                .hasMessageContaining("the JSON is cut off")
                .extracting(AppApiException::status)
                .isEqualTo(0);
    }

    @Test
    void aMissingArrayKeyIsAnErrorWithoutAnotherTry() {
        api.answer(200, "{\"other\":[]}");
        assertThat(failure()).hasMessage("GET /v1/rows: the reply has no \"rows\"");
        assertThat(api.server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void followsNoRedirectAndNamesItsHostOnly() throws Exception {
        try (var other = new MockApi()) {
            for (int status : List.of(301, 302, 303, 307, 308)) {
                api.answer(
                        status,
                        "",
                        "Location",
                        other.url().resolve("/secret-path?q=1").toString());
                AppApiException e = failure();
                assertThat(e.status()).isEqualTo(status);
                assertThat(e)
                        .hasMessageContaining("was redirected to " + other.url().getHost() + " (" + status + ")");
                assertThat(e.getMessage()).doesNotContain("secret-path");
            }
            api.answer(302, "");
            assertThat(failure()).hasMessageContaining("was redirected (302)");
            assertThat(other.server.getRequestCount()).isZero();
            assertThat(api.server.getRequestCount()).isEqualTo(6);
        }
    }

    @Test
    void readsOnlyTheStartOfAnErrorsBody() {
        api.answer(400, "x".repeat(10_000_000));
        assertThat(failure()).hasMessageEndingWith("xxx...");
    }

    @Test
    void theStatusCountsWhenAnErrorsBodyBreaksOff() {
        api.answer(new MockResponse.Builder()
                .code(403)
                .body("{\"errors\":[{\"detail\":\"why\"}]}")
                .onResponseBody(new SocketEffect.CloseSocket())
                .build());
        assertThat(failure().status()).isEqualTo(403);
    }

    private Page page() throws Exception {
        return MockApi.page(api.client(), rows);
    }

    private AppApiException failure() {
        return catchThrowableOfType(AppApiException.class, this::page);
    }
}
