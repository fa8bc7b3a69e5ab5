package io.cioconnect.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.simulator.Usage.UsedBy;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Children of the lists' rows, what uses them, and the account. */
class WiderApiTest {
    private static final String ACTIONS = "/v1/campaigns/5/actions";

    private CustomerIoSimulator simulator;
    private ApiClient client;

    @BeforeEach
    void start() throws IOException {
        simulator = new CustomerIoSimulator();
        simulator.limitRate(false);
        client = new ApiClient(simulator);
    }

    @AfterEach
    void stop() throws IOException {
        simulator.close();
    }

    @ParameterizedTest
    @EnumSource(ChildTable.class)
    void servesTheSampleBelowOneParent(ChildTable table) throws IOException {
        JsonNode sample = Samples.resource(table.sample()).get(table.children());
        String parent = table == ChildTable.TRANSACTIONAL_CONTENTS
                ? "3"
                : simulator.list(table.parents()).ids().get(0);
        JsonNode rows = client.json("/v1/" + table.parents() + "/" + parent + "/" + table.children())
                .get(table.children());
        assertThat(rows).hasSize(sample.size());
        for (int i = 0; i < rows.size(); i++) {
            ObjectNode expected = sample.get(i).deepCopy();
            if (expected.has(table.parentField())) {
                expected.put(table.parentField(), Integer.parseInt(parent));
            }
            assertThat(rows.get(i)).isEqualTo(expected);
        }
    }

    @Test
    void actionsOfCampaignsComeTenToAPage() throws IOException {
        ApiList actions = simulator.wider().children(ChildTable.CAMPAIGN_ACTIONS, 5);
        simulator.wider().children().generate(ChildTable.CAMPAIGN_ACTIONS, 23);
        JsonNode first = client.json(ACTIONS + "?limit=1000");
        assertThat(first.get("actions")).hasSize(10);
        assertThat(first.get("actions").get(0).get("id").isTextual()).isTrue();
        assertThat(client.ids(ACTIONS, "actions", 3)).hasSize(23).doesNotHaveDuplicates();
        assertThat(client.ids("/v1/campaigns/8/actions", "actions", 9))
                .hasSize(23)
                .doesNotContainAnyElementsOf(client.ids(ACTIONS, "actions", 9));
        assertThat(actions.size()).isEqualTo(23);
    }

    @Test
    void childrenComeChangeAndGo() throws IOException {
        ApiList actions = simulator.wider().children(ChildTable.CAMPAIGN_ACTIONS, 5);
        actions.put("{\"id\":\"900\",\"campaign_id\":5,\"name\":\"added\"}");
        actions.change("259", row -> row.put("subject", "changed"));
        actions.remove("260");
        JsonNode rows = client.json(ACTIONS).get("actions");
        assertThat(rows.findValuesAsText("id")).containsExactly("259", "262", "900");
        assertThat(rows.get(0).get("subject").asText()).isEqualTo("changed");
    }

    @Test
    void childrenAreThereWhileTheirParentIs() throws IOException {
        ObjectNode parent = simulator.list("campaigns").row("5");
        simulator.list("campaigns").remove("5");
        HttpResponse<byte[]> gone = client.get(ACTIONS);
        assertThat(gone.statusCode()).isEqualTo(404);
        assertThat(Samples.object(ApiClient.text(gone))).isEqualTo(Samples.resource("app-api-wider/child_404.json"));
        simulator.list("campaigns").put(parent);
        assertThat(client.ids(ACTIONS, "actions", 1)).hasSize(3);
        assertThat(client.ids("/v1/campaigns/8/actions", "actions", 1)).isEmpty();
    }

    @Test
    void oneParentCanFailInEitherEnvelope() throws IOException {
        simulator.faults().always(ACTIONS, Fault.metaStatus(500));
        HttpResponse<byte[]> failed = client.get(ACTIONS);
        assertThat(failed.statusCode()).isEqualTo(500);
        assertThat(Samples.object(ApiClient.text(failed)).at("/meta/error").asText())
                .isEqualTo("simulated error");
        assertThat(client.get("/v1/campaigns/8/actions").statusCode()).isEqualTo(200);
        HttpResponse<byte[]> bad = client.get("/v1/transactional/none/contents");
        assertThat(bad.statusCode()).isEqualTo(400);
        assertThat(ApiClient.text(bad)).contains("\"meta\"");
        assertThat(ApiClient.text(client.get("/v1/campaigns/none/actions"))).contains("\"errors\"");
    }

    @Test
    void testGroupsCountFromZeroInEachNewsletter() throws IOException {
        simulator.wider().children().generate(ChildTable.NEWSLETTER_TEST_GROUPS, 2);
        for (String id : List.of("41", "42")) {
            assertThat(client.ids("/v1/newsletters/" + id + "/test_groups", "test_groups", 1))
                    .containsExactly("0", "1");
        }
    }

    @Test
    void saysWhatUsesASegmentOrASender() throws IOException {
        assertThat(client.json("/v1/segments/7/used_by"))
                .isEqualTo(Samples.resource("app-api-wider/segment_used_by.json"));
        assertThat(client.json("/v1/segments/7/customer_count"))
                .isEqualTo(Samples.resource("app-api-wider/segment_customer_count.json"));
        assertThat(client.json("/v1/sender_identities/4501/used_by"))
                .isEqualTo(Samples.resource("app-api-wider/sender_used_by.json"));
        assertThat(client.get("/v1/segments/999/used_by").statusCode()).isEqualTo(404);
        simulator.wider().usage().segmentIdInside(true);
        simulator.wider().usage().nullWhenEmpty(true);
        simulator.wider().usage().segment(7, new UsedBy(List.of(5L, 8L), List.of(73L), List.of()));
        assertThat(client.json("/v1/segments/7/used_by"))
                .isEqualTo(Samples.resource("app-api-wider/segment_used_by_inner_id.json"));
        assertThat(client.json("/v1/segments/1/used_by")
                        .at("/used_by/campaigns")
                        .isNull())
                .isTrue();
    }

    @Test
    void servesTheTablesOfTheAccount() throws IOException {
        simulator.wider().workspaces().change("1", row -> row.put("people", 4));
        assertThat(client.json("/v1/workspaces").at("/workspaces/0/people").asInt())
                .isEqualTo(4);
        assertThat(client.json("/v1/subscription_channels"))
                .isEqualTo(Samples.resource("app-api-wider/subscription_channels.json"));
    }

    @Test
    void requestsAreCountedByPathAndByRoute() throws IOException {
        client.get(ACTIONS);
        client.get(ACTIONS + "?start=MTA%3D");
        client.get("/v1/campaigns/8/actions");
        client.get("/v1/campaigns");
        assertThat(simulator.requests().countsByPath()).containsEntry(ACTIONS, 2L);
        assertThat(simulator.requests().countsByRoute())
                .containsEntry("/v1/campaigns/{id}/actions", 3L)
                .containsEntry("/v1/campaigns", 1L);
    }
}
