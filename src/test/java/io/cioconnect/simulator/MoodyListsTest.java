package io.cioconnect.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each mood that concerns replies and lists, alone. */
class MoodyListsTest {
    private static final String SEGMENTS = "/v1/segments";
    private static final String PAGED = "/v1/newsletters?limit=2";

    private CustomerIoSimulator simulator;
    private ApiClient client;

    @BeforeEach
    void start() throws IOException {
        simulator = new CustomerIoSimulator();
        simulator.limitRate(false);
        simulator.list("newsletters").generate(7);
        client = new ApiClient(simulator);
    }

    @AfterEach
    void stop() throws IOException {
        simulator.close();
    }

    @ParameterizedTest
    @MethodSource("harmless")
    void aHarmlessMoodLeavesTheRowsAsTheyAre(Mood mood) throws IOException {
        List<String> segments = client.ids(SEGMENTS, "segments", 1);
        simulator.moods().on(mood);
        assertThat(client.ids(SEGMENTS, "segments", 1)).isEqualTo(segments);
        assertThat(client.ids(PAGED, "newsletters", 9)).containsExactly("1", "2", "3", "4", "5", "6", "7");
    }

    static Stream<Mood> harmless() {
        return Stream.of(Mood.values()).filter(Mood::isHarmless);
    }

    @Test
    void compressesAReply() throws IOException {
        HttpResponse<byte[]> response = with(Mood.GZIPPED).get(SEGMENTS);
        assertThat(response.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(Samples.object(ApiClient.text(response)).path("segments")).hasSize(5);
    }

    @Test
    void sendsAReplyInChunks() throws IOException {
        assertThat(client.get(ReportingWebhooks.PATH).headers().firstValue("Content-Length"))
                .isPresent();
        HttpResponse<byte[]> response = with(Mood.CHUNKED).get(ReportingWebhooks.PATH);
        assertThat(response.headers().firstValue("Transfer-Encoding")).hasValue("chunked");
        assertThat(response.headers().firstValue("Content-Length")).isEmpty();
    }

    @Test
    void endsAReplyByClosingTheConnection() throws IOException {
        for (String path : List.of(ReportingWebhooks.PATH, SEGMENTS)) {
            HttpResponse<byte[]> response = with(Mood.WITHOUT_LENGTH).get(path);
            assertThat(response.headers().firstValue("Transfer-Encoding")).isEmpty();
            assertThat(response.headers().firstValue("Content-Length")).isEmpty();
            assertThat(Samples.object(ApiClient.text(response))).isNotEmpty();
        }
    }

    @Test
    void sendsAReplyInSmallPieces() throws IOException {
        simulator.list("segments").generate(50);
        assertThat(with(Mood.SMALL_PIECES).json(SEGMENTS).path("segments")).hasSize(50);
        assertThat(simulator.moods().struck(Mood.SMALL_PIECES)).isEqualTo(1);
    }

    @Test
    void dripsAReplyOrNeverEndsIt() {
        for (Mood mood : List.of(Mood.DRIPS, Mood.NEVER_ENDS)) {
            CompletableFuture<?> answer = CompletableFuture.runAsync(() -> {
                assertThatThrownBy(() -> with(mood).get(SEGMENTS)).isInstanceOf(IOException.class);
            });
            Awaitility.await().until(() -> simulator.requests().countOf(200) == 1);
            assertThat(answer).isNotDone();
            simulator.requests().clear();
            if (mood == Mood.NEVER_ENDS) {
                simulator.releaseHanging();
                assertThat(answer).succeedsWithin(10, TimeUnit.SECONDS);
            }
            simulator.moods().clear();
        }
    }

    @Test
    void cutsAReplyOff() throws IOException {
        String text = ApiClient.text(with(Mood.ENDS_EARLY).get(SEGMENTS));
        assertThat(text).startsWith("{\"segments\":[").hasSize(20);
    }

    @Test
    void addsFieldsToAReply() throws IOException {
        ObjectNode reply = with(Mood.FIELDS_ADDED).json(SEGMENTS);
        assertThat(reply.has("meta")).isTrue();
        assertThat(client.json("/v1/segments/7/customer_count").has("meta")).isTrue();
        assertThat(reply.at("/segments/0"))
                .isEqualTo(simulator.list("segments").rows().get(0));
    }

    @Test
    void addsFieldsToARow() throws IOException {
        assertThat(with(Mood.ROW_FIELDS_ADDED)
                        .json(SEGMENTS)
                        .at("/segments/0/unheard_of/by")
                        .asText())
                .isEqualTo("anybody");
    }

    @Test
    void leavesFieldsOutOfARow() throws IOException {
        JsonNode row = with(Mood.ROW_FIELDS_DROPPED).json(SEGMENTS).at("/segments/0");
        assertThat(simulator.list("segments").rows().get(0).has("progress")).isTrue();
        assertThat(row.has("progress")).isFalse();
        assertThat(row.has("id")).isTrue();
    }

    @Test
    void showsIdsAsText() throws IOException {
        assertThat(client.json(SEGMENTS).at("/segments/0/id").isInt()).isTrue();
        assertThat(with(Mood.IDS_AS_TEXT).json(SEGMENTS).at("/segments/0/id")).isEqualTo(text("1"));
    }

    @Test
    void putsNullsBeforeAndBehindTheRows() throws IOException {
        JsonNode rows = with(Mood.NULL_ELEMENTS).json(SEGMENTS).path("segments");
        assertThat(rows).hasSize(7);
        assertThat(rows.get(0).isNull() && rows.get(6).isNull()).isTrue();
    }

    @Test
    void missesTheShapeOfAListInFourWays() throws IOException {
        List<String> replies = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            replies.add(with(Mood.LISTS_MISSHAPED).json(SEGMENTS).toString());
        }
        assertThat(replies).containsExactly("{}", "{\"meta\":{}}", "{\"rows\":[]}", "{\"segments\":{\"items\":[]}}");
        assertThat(client.json(ReportingWebhooks.PATH).has("reporting_webhooks"))
                .isTrue();
    }

    @Test
    void leavesTheCursorOutAtTheEnd() throws IOException {
        assertThat(client.json("/v1/newsletters").path("next")).isEqualTo(text(""));
        assertThat(with(Mood.NO_CURSOR_AT_END).json("/v1/newsletters").has("next"))
                .isFalse();
    }

    @Test
    void repeatsTheCursorJustUsed() throws IOException {
        String second = client.json(PAGED).path("next").asText();
        JsonNode page = with(Mood.CURSOR_REPEATS).json(PAGED + "&start=" + second.replace("=", "%3D"));
        assertThat(page.path("newsletters")).hasSize(2);
        assertThat(page.path("next").asText()).isEqualTo(second);
    }

    @Test
    void leadsBackToAnEarlierPage() throws IOException {
        assertThat(with(Mood.CURSOR_LOOPS).ids(PAGED, "newsletters", 6))
                .containsExactly("1", "2", "3", "4", "5", "6", "3", "4", "5", "6", "3", "4");
    }

    @Test
    void givesACursorThatIsRefused() {
        assertThatThrownBy(() -> with(Mood.CURSOR_LIES).ids(PAGED, "newsletters", 9))
                .hasMessageContaining("was answered 400");
    }

    @Test
    void givesTheFirstPageAgainUnderNewCursors() throws IOException {
        assertThat(with(Mood.NOTHING_NEW).ids(PAGED, "newsletters", 4))
                .containsExactly("1", "2", "1", "2", "1", "2", "1", "2");
        assertThat(simulator.requests().all())
                .extracting(RequestLog.Entry::query)
                .doesNotHaveDuplicates();
    }

    @Test
    void givesEachErrorAReferenceOfItsOwn() throws IOException {
        simulator.faults().times(2, SEGMENTS, Fault.status(500));
        assertThat(ApiClient.detail(client.get(SEGMENTS))).isEqualTo("simulated error (reference a1b2c3)");
        String first = ApiClient.detail(with(Mood.FRESH_REFERENCES).get(SEGMENTS));
        String second = ApiClient.detail(client.get("/v1/newsletters?limit=0"));
        assertThat(first).matches("simulated error \\(reference [0-9a-f]{6}\\)").doesNotContain("a1b2c3");
        assertThat(second).matches("bad request: .* \\(reference [0-9a-f]{6}\\)");
        assertThat(second.substring(second.indexOf('('))).isNotEqualTo(first.substring(first.indexOf('(')));
    }

    @Test
    void refusesTheKeyOrThrottlesOnce() throws IOException {
        assertThat(with(Mood.UNAUTHORIZED_ONCE).get(SEGMENTS).statusCode()).isEqualTo(401);
        assertThat(client.get(SEGMENTS).statusCode()).isEqualTo(200);
        HttpResponse<byte[]> throttled = with(Mood.THROTTLED_ONCE).get(SEGMENTS);
        assertThat(throttled.statusCode()).isEqualTo(429);
        assertThat(throttled.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(client.get(SEGMENTS).statusCode()).isEqualTo(200);
    }

    @Test
    void spellsRetryAfterInOddWays() throws IOException {
        List<String> waits = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            HttpResponse<byte[]> response = with(Mood.ODD_RETRY_AFTER).get(SEGMENTS);
            assertThat(response.statusCode()).isEqualTo(503);
            waits.add(response.headers().firstValue("Retry-After").orElseThrow());
        }
        assertThat(waits).containsExactly("0", "0.5", "2.0", "2, 5", "3000000000");
        assertThat(client.get(SEGMENTS).statusCode()).isEqualTo(200);
    }

    @Test
    void answersWithAnHtmlPage() throws IOException {
        HttpResponse<byte[]> response = with(Mood.HTML).get(SEGMENTS);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(ApiClient.text(response)).startsWith("<!DOCTYPE html>");
    }

    @Test
    void aMoodCanBeSwitchedBetweenTwoPages() throws IOException {
        String second = with(Mood.NULL_ELEMENTS).json(PAGED).path("next").asText();
        simulator.moods().clear();
        assertThat(client.json(PAGED + "&start=" + second.replace("=", "%3D")).path("newsletters"))
                .hasSize(2);
    }

    private ApiClient with(Mood mood) {
        simulator.moods().on(mood);
        return client;
    }

    private static JsonNode text(String value) {
        return JsonNodeFactory.instance.textNode(value);
    }
}
