package io.cioconnect.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each mood that concerns reporting webhooks, alone. */
class MoodyWebhooksTest {
    private static final String ENDPOINT = "https://Hooks.Example.com/Customerio";
    private static final String BODY = "{\"name\":\"ours\",\"endpoint\":\"" + ENDPOINT
            + "\",\"events\":[\"email_sent\",\"email_converted\"],\"disabled\":false}";

    private final Moods moods = new Moods();
    private final ReportingWebhooks webhooks = new ReportingWebhooks();
    private final MoodyWebhooks moody = new MoodyWebhooks(webhooks, moods);

    @Test
    void theEndpointIsShownOtherwiseAndKeptAsItWas() {
        assertThat(endpointWith(Mood.HOST_IN_LOWER_CASE)).isEqualTo("https://hooks.example.com/Customerio");
        assertThat(endpointWith(Mood.ENDPOINT_IN_LOWER_CASE)).isEqualTo("https://hooks.example.com/customerio");
        assertThat(endpointWith(Mood.SLASH_ADDED)).isEqualTo(ENDPOINT + "/");
        assertThat(endpointWith(Mood.DEFAULT_PORT)).isEqualTo("https://Hooks.Example.com:443/Customerio");
        assertThat(webhooks.hooks()).extracting(Hook::endpoint).containsOnly(ENDPOINT);
    }

    @Test
    void aDefaultPortThatWasGivenIsHidden() {
        webhooks.add("ours", "http://example.com:80/x", List.of("email_sent"));
        moods.on(Mood.DEFAULT_PORT);
        assertThat(list().get(0).path("endpoint").asText()).isEqualTo("http://example.com/x");
    }

    @Test
    void leavesOutFlagsThatAreFalse() {
        moods.on(Mood.FALSE_FLAGS_DROPPED);
        JsonNode hook = json(200, "POST", "", BODY.replace("false", "true"));
        assertThat(hook.path("disabled").asBoolean()).isTrue();
        assertThat(hook.has("with_content")).isFalse();
    }

    @Test
    void addsFieldsAndShowsIdsAsText() {
        moods.on(Mood.FIELDS_ADDED, Mood.IDS_AS_TEXT);
        JsonNode hook = json(200, "POST", "", BODY);
        assertThat(hook.has("meta")).isTrue();
        assertThat(hook.path("id").isTextual()).isTrue();
        assertThat(json(200, "GET", "", "").has("meta")).isTrue();
        assertThat(json(200, "GET", "/14", "").path("id").asText()).isEqualTo("14");
    }

    @Test
    void putsNullsBeforeAndBehindTheWebhooks() {
        moods.on(Mood.NULL_ELEMENTS);
        json(200, "POST", "", BODY);
        assertThat(list()).hasSize(3);
        assertThat(list().get(0).isNull()).isTrue();
    }

    @Test
    void refusesFieldsThatItShowedItself() {
        moods.on(Mood.READ_ONLY_FIELDS);
        JsonNode shown = json(200, "POST", "", BODY);
        assertThat(shown.has("created_at")).isTrue();
        JsonNode error = json(422, "PUT", "/14", shown.toString());
        assertThat(error.at("/errors/0/detail").asText()).isEqualTo("created_at is read-only");
        json(200, "PUT", "/14", BODY);
    }

    @Test
    void acceptsAnEventAndDoesNotKeepIt() {
        moods.on(Mood.EVENT_NOT_KEPT);
        assertThat(json(200, "POST", "", BODY).path("events")).hasSize(1);
        assertThat(webhooks.hook(14).events()).containsExactly("email_sent");
        json(200, "PUT", "/14", BODY);
        assertThat(webhooks.hook(14).events()).containsExactly("email_sent");
    }

    @Test
    void listsAWebhookLate() {
        webhooks.add("theirs", "https://example.org/x", List.of("email_sent"));
        moods.on(Mood.STALE_AFTER_CREATE);
        json(200, "POST", "", BODY);
        List<Integer> sizes = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            sizes.add(list().size());
        }
        assertThat(sizes).containsExactly(1, 1, 1, 2, 2);
        json(200, "GET", "/15", "");
    }

    @Test
    void listsWebhooksInPages() {
        for (String name : List.of("a", "b", "c")) {
            webhooks.add(name, "https://example.org/" + name, List.of("email_sent"));
        }
        moods.on(Mood.WEBHOOKS_IN_PAGES);
        List<String> names = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = reply(200, "GET", "", next.isEmpty() ? Map.of() : Map.of("start", next), "");
            page.path("reporting_webhooks")
                    .forEach(hook -> names.add(hook.path("name").asText()));
            next = page.path("next").asText();
        } while (!next.isEmpty());
        assertThat(names).containsExactly("a", "b", "c");
    }

    @Test
    void aDeletedWebhookComesBack() {
        moods.on(Mood.DELETED_COMES_BACK);
        json(200, "POST", "", BODY);
        var deleted = moody.answer("DELETE", ReportingWebhooks.PATH + "/14", Map.of(), new byte[0]);
        assertThat(deleted.reply().status()).isEqualTo(200);
        assertThat(list()).isEmpty();
        assertThat(list()).hasSize(1);
        assertThat(webhooks.hook(14).endpoint()).isEqualTo(ENDPOINT);
    }

    @Test
    void aWebhookThatSomebodyDeletedByHandComesBackToo() {
        json(200, "POST", "", BODY);
        moods.on(Mood.DELETED_COMES_BACK);
        assertThat(list()).hasSize(1);
        webhooks.remove(14);
        assertThat(list()).isEmpty();
        assertThat(list()).hasSize(1);
        moods.clear();
        webhooks.remove(14);
        assertThat(list()).isEmpty();
        assertThat(list()).isEmpty();
    }

    @Test
    void refusesAnEventInTheWordsOfTheMood() {
        assertThat(refusalWith(Mood.REFUSAL_LISTS_ALLOWED_NAMES))
                .contains("email_sent, ")
                .contains("push_opened");
        assertThat(refusalWith(Mood.REFUSAL_QUOTES_NAME)).contains("\"ours email_delivered\"");
        json(200, "POST", "", BODY);
        for (int i = 0; i < 2; i++) {
            assertThat(refusalWith(Mood.REFUSAL_NAMES_EVENT)).contains("event email_converted is not valid");
        }
        moods.clear();
        moods.on(Mood.REFUSAL_POINTS_AT_EVENT);
        JsonNode error = json(422, "POST", "", BODY).at("/errors/0");
        assertThat(error.at("/source/pointer").asText()).isEqualTo("/events/1");
        assertThat(error.path("detail").asText()).doesNotContain("email_converted");
        json(200, "POST", "", BODY.replace(",\"email_converted\"", ""));
    }

    @Test
    void missesTheShapeOfTheListInFourWays() throws Exception {
        try (CustomerIoSimulator simulator = new CustomerIoSimulator()) {
            simulator.limitRate(false);
            simulator.moods().on(Mood.WEBHOOK_LIST_MISSHAPED);
            ApiClient client = new ApiClient(simulator);
            List<String> replies = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                replies.add(client.json(ReportingWebhooks.PATH).toString());
            }
            assertThat(replies)
                    .containsExactly(
                            "{}", "{\"meta\":{}}", "{\"webhooks\":[]}", "{\"reporting_webhooks\":{\"items\":[]}}");
            assertThat(client.json("/v1/segments").path("segments")).isNotEmpty();
        }
    }

    private String endpointWith(Mood mood) {
        moods.clear();
        moods.on(mood);
        String created = json(200, "POST", "", BODY).path("endpoint").asText();
        assertThat(list().get(0).path("endpoint").asText()).isEqualTo(created);
        return created;
    }

    private String refusalWith(Mood mood) {
        moods.only(List.of(mood));
        return json(422, "POST", "", BODY).at("/errors/0/detail").asText();
    }

    private JsonNode list() {
        return json(200, "GET", "", "").path("reporting_webhooks");
    }

    private ObjectNode json(int status, String method, String id, String body) {
        return reply(status, method, id, Map.of(), body);
    }

    private ObjectNode reply(int status, String method, String id, Map<String, String> query, String body) {
        Reply reply = moody.answer(method, ReportingWebhooks.PATH + id, query, body.getBytes(UTF_8))
                .reply();
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        return Samples.object(reply.body());
    }
}
