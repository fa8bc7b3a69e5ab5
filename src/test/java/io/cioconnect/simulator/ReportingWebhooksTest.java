package io.cioconnect.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportingWebhooksTest {
    private static final String CREATE =
            Samples.resource("reporting-webhooks/create_request.json").toString();

    private final ReportingWebhooks webhooks = new ReportingWebhooks();

    @Test
    void createsReadsUpdatesAndDeletesAsDocumented() {
        assertThat(json(200, "POST", "", CREATE))
                .isEqualTo(Samples.resource("reporting-webhooks/create_response.json"));
        assertThat(json(200, "GET", "/14", "")).isEqualTo(Samples.resource("reporting-webhooks/get_response.json"));
        String update =
                Samples.resource("reporting-webhooks/update_request_full.json").toString();
        assertThat(json(200, "PUT", "/14", update))
                .isEqualTo(Samples.resource("reporting-webhooks/update_response.json"));
        assertThat(webhooks.hook(14).wants("email_sent")).isTrue();
        assertThat(answer("DELETE", "/14", "")).isEqualTo(Reply.empty(200));
        json(404, "GET", "/14", "");
        webhooks.add("by hand", "https://example.org", List.of("email_sent"));
        webhooks.answerDeleteWith(204);
        assertThat(answer("DELETE", "/15", "").status()).isEqualTo(204);
    }

    @Test
    void anEmptyListIsNullOrAnEmptyArray() {
        assertThat(json(200, "GET", "", "")).isEqualTo(Samples.resource("reporting-webhooks/list_response_null.json"));
        webhooks.nullWhenEmpty(false);
        assertThat(json(200, "GET", "", "").toString()).isEqualTo("{\"reporting_webhooks\":[]}");
    }

    @Test
    void refusesAPartialUpdate() {
        json(200, "POST", "", CREATE);
        json(400, "PUT", "/14", "{\"disabled\": false}");
        json(400, "PUT", "/14", "not json");
        assertThat(webhooks.hook(14).disabled()).isTrue();
    }

    @Test
    void refusesAnUnknownEventNameByName() {
        String unknown = CREATE.replace("email_sent", "email_teleported");
        assertThat(json(422, "POST", "", unknown).at("/errors/0/detail").asText())
                .contains("email_teleported");
        webhooks.answerUnknownEventWith(400);
        json(400, "POST", "", unknown);
        webhooks.answerUnknownEventWith(0);
        json(200, "POST", "", unknown);
        webhooks.refuseEvent("email_opened");
        json(422, "POST", "", CREATE);
    }

    @Test
    void losesTheReplyOfAPostButKeepsTheHook() {
        webhooks.losePostReplies(1);
        assertThat(webhooks.answer("POST", ReportingWebhooks.PATH, CREATE.getBytes(UTF_8))
                        .lost())
                .isTrue();
        assertThat(webhooks.answer("POST", ReportingWebhooks.PATH, CREATE.getBytes(UTF_8))
                        .lost())
                .isFalse();
        assertThat(webhooks.hooks()).extracting(Hook::id).containsExactly(14L, 15L);
    }

    @Test
    void answers403WithoutTheScope() {
        webhooks.permit(false);
        json(403, "GET", "", "");
    }

    @Test
    void tellsListenersOfEveryChange() {
        var seen = new ArrayList<Integer>();
        webhooks.onChange(hooks -> seen.add(hooks.size()));
        json(200, "POST", "", CREATE);
        json(200, "GET", "", "");
        long script = webhooks.addScript("https://example.org/js");
        assertThat(webhooks.hook(script).type()).isEqualTo("js");
        answer("DELETE", "/14", "");
        assertThat(seen).containsExactly(1, 2, 2, 1);
    }

    private ObjectNode json(int status, String method, String id, String body) {
        Reply reply = answer(method, id, body);
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        return Samples.object(reply.body());
    }

    private Reply answer(String method, String id, String body) {
        return webhooks.answer(method, ReportingWebhooks.PATH + id, body.getBytes(UTF_8))
                .reply();
    }
}
