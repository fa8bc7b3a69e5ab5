package io.cioconnect.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CustomerIoSimulatorTest {
    private CustomerIoSimulator simulator;

    @BeforeEach
    void start() throws IOException {
        simulator = new CustomerIoSimulator();
        simulator.limitRate(false);
    }

    @AfterEach
    void stop() throws IOException {
        simulator.close();
    }

    @Test
    void servesAllTenListsAsInTheSamples() throws IOException, InterruptedException {
        assertThat(simulator.lists().all()).hasSize(10);
        for (ApiList list : simulator.lists().all()) {
            JsonNode expected = Samples.resource("app-api/" + list.name() + ".json");
            assertThat(json(list.path()).get(list.recordsField())).isEqualTo(expected.get(list.recordsField()));
        }
    }

    @Test
    void refusesAnotherKey() throws IOException, InterruptedException {
        simulator.setApiKey("another");
        HttpResponse<String> response = send("GET", "/v1/workspaces", "", "simulated-app-api-key-0123456789");
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(Samples.object(response.body())).isEqualTo(Samples.resource("errors/401_unauthorized.json"));
    }

    @Test
    void answersAnUnknownPathWithAnHtmlPage() throws IOException, InterruptedException {
        HttpResponse<String> response = get("/v1/campaign");
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
        assertThat(response.body()).startsWith("<!DOCTYPE html>");
    }

    @Test
    void limitsRequestsPerSecond() throws IOException, InterruptedException {
        simulator.limitRate(true);
        List<HttpResponse<String>> responses = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            responses.add(get("/v1/workspaces"));
        }
        assertThat(responses.get(0).statusCode()).isEqualTo(200);
        assertThat(responses)
                .filteredOn(response -> response.statusCode() == 429)
                .isNotEmpty()
                .allSatisfy(response ->
                        assertThat(response.headers().firstValue("Retry-After")).hasValue("1"));
    }

    @Test
    void walksNewslettersByPosition() throws IOException, InterruptedException {
        JsonNode first = json("/v1/newsletters?limit=3");
        assertThat(ids(first, "newsletters")).containsExactly("41", "42", "43");
        assertThat(first.get("next").asText()).isEqualTo("Mw==");
        JsonNode second = json("/v1/newsletters?limit=3&start=Mw%3D%3D");
        assertThat(ids(second, "newsletters")).containsExactly("44", "45");
        assertThat(second.get("next").asText()).isEmpty();
    }

    @Test
    void aCursorByPositionSkipsARowWhenAnEarlierOneIsRemoved() throws IOException, InterruptedException {
        json("/v1/newsletters?limit=3");
        simulator.list("newsletters").remove("41");
        assertThat(ids(json("/v1/newsletters?limit=3&start=Mw%3D%3D"), "newsletters"))
                .containsExactly("45");
    }

    @Test
    void endsSenderIdentitiesWithAnEmptyPage() throws IOException, InterruptedException {
        JsonNode first = json("/v1/sender_identities?hidden=false&limit=3&start=");
        assertThat(ids(first, "sender_identities")).containsExactly("4501", "4502", "4503");
        assertThat(first.get("next").asText()).isEqualTo("NDUwMw==");
        JsonNode second = json("/v1/sender_identities?hidden=false&limit=3&start=NDUwMw%3D%3D");
        assertThat(second).isEqualTo(Samples.resource("app-api/sender_identities_page2.json"));
        assertThat(json("/v1/sender_identities?hidden=false&limit=3&start=NDUwNQ%3D%3D"))
                .isEqualTo(Samples.resource("app-api/sender_identities_page3_empty.json"));
    }

    @Test
    void showsHiddenSenderIdentitiesOnlyWhenAskedForThem() throws IOException, InterruptedException {
        assertThat(ids(json("/v1/sender_identities?hidden=true"), "sender_identities"))
                .containsExactly("4490", "4495", "4497");
    }

    @Test
    void changesWhileItRuns() throws IOException, InterruptedException {
        ApiList campaigns = simulator.list("campaigns");
        campaigns.clear();
        campaigns.put("{\"id\": 1, \"name\": \"one\"}");
        campaigns.put("{\"id\": 2, \"name\": \"two\"}");
        campaigns.change("1", row -> row.put("name", "changed"));
        campaigns.remove("2");
        assertThat(get("/v1/campaigns").body()).isEqualTo("{\"campaigns\":[{\"id\":1,\"name\":\"changed\"}]}");
    }

    @Test
    void generatesRowsOfAboutOneKilobyteInEveryList() throws IOException, InterruptedException {
        for (ApiList list : simulator.lists().all()) {
            list.generate(120);
            assertThat(list.rows())
                    .hasSize(120)
                    .allSatisfy(row -> assertThat(row.toString().length()).isBetween(900, 1400));
            assertThat(json(list.path()).get(list.recordsField())).hasSizeBetween(100, 120);
        }
    }

    @Test
    void playsScriptedFaultsOnce() throws IOException, InterruptedException {
        simulator
                .faults()
                .times(1, "/v1/segments", Fault.status(500))
                .times(1, "/v1/segments", Fault.quotaExceeded())
                .times(1, "/v1/segments", Fault.rateLimited(7))
                .times(1, "/v1/segments", Fault.html(200));
        assertThat(get("/v1/segments").statusCode()).isEqualTo(500);
        assertThat(get("/v1/segments").headers().firstValue("Retry-After")).isEmpty();
        assertThat(get("/v1/segments").headers().firstValue("Retry-After")).hasValue("7");
        assertThat(get("/v1/segments").body()).startsWith("<!DOCTYPE html>");
        assertThat(json("/v1/segments").get("segments")).isNotEmpty();
        assertThat(simulator.requests().of("/v1/segments"))
                .extracting(RequestLog.Entry::status)
                .containsExactly(500, 429, 429, 200, 200);
    }

    @Test
    void breaksTheListsOwnReply() throws IOException, InterruptedException {
        List<String> withheld = new ArrayList<>();
        simulator.onWithholding((at, list) -> withheld.add(list));
        simulator
                .faults()
                .times(1, "/v1/segments", Fault.nullArray())
                .times(1, "/v1/segments", Fault.missingArrayKey())
                .times(1, "/v1/segments", Fault.emptyList())
                .onPage(2, 1, "/v1/newsletters", Fault.cursorLoop(2));
        assertThat(get("/v1/segments").body()).isEqualTo("{\"segments\":null}");
        assertThat(get("/v1/segments").body()).isEqualTo("{}");
        assertThat(get("/v1/segments").body()).isEqualTo("{\"segments\":[]}");
        String second = json("/v1/newsletters?limit=3").get("next").asText();
        assertThat(json("/v1/newsletters?limit=3&start=" + second.replace("=", "%3D"))
                        .get("next")
                        .asText())
                .isEqualTo(second);
        assertThat(withheld).containsExactly("segments", "segments");
    }

    @Test
    void breaksTheConnection() throws IOException, InterruptedException {
        simulator.faults().times(1, "/v1/segments", Fault.truncated()).times(2, "/v1/segments", Fault.reset());
        assertThat(get("/v1/segments").body()).hasSize(100);
        assertThatThrownBy(() -> get("/v1/segments")).isInstanceOf(IOException.class);
    }

    @Test
    void hangsUntilItIsLetGo() {
        simulator.faults().times(2, "/v1/segments", Fault.hang());
        var request = request("/v1/segments")
                .GET()
                .header("Authorization", "Bearer " + simulator.apiKey())
                .timeout(Duration.ofMillis(200))
                .build();
        assertThatThrownBy(() -> HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()))
                .isInstanceOf(HttpTimeoutException.class);
    }

    @Test
    void dripsAReplyOutInPieces() throws IOException, InterruptedException {
        simulator.faults().times(1, "/v1/snippets", Fault.drip(50, Duration.ofMillis(1)));
        assertThat(json("/v1/snippets").get("snippets")).isNotEmpty();
    }

    private static List<String> ids(JsonNode page, String recordsField) {
        var ids = new ArrayList<String>();
        page.get(recordsField).forEach(row -> ids.add(row.get("id").asText()));
        return ids;
    }

    private JsonNode json(String target) throws IOException, InterruptedException {
        HttpResponse<String> response = get(target);
        assertThat(response.statusCode()).isEqualTo(200);
        return Samples.object(response.body());
    }

    private HttpResponse<String> get(String target) throws IOException, InterruptedException {
        return send("GET", target, "", simulator.apiKey());
    }

    private HttpResponse<String> send(String method, String target, String body, String key)
            throws IOException, InterruptedException {
        HttpRequest request = request(target)
                .header("Authorization", "Bearer " + key)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String target) {
        return HttpRequest.newBuilder(URI.create(simulator.url() + target));
    }
}
