package io.cioconnect.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.schema.Json;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class UsageRowsTest {
    private static final MetricDays DAYS = new MetricDays(Instant.parse("2026-09-01T10:00:00Z"), 3, ZoneId.of("UTC"));

    @Test
    void usesMayBeWrappedOrNot() throws Exception {
        assertThat(uses("{'segment_id':7,'used_by':{'campaigns':[5],'draft_newsletters':null,'sent_newsletters':[8]}}"))
                .containsExactly("campaign 5", "sent_newsletter 8");
        assertThat(uses("{'campaigns':[5],'draft_newsletters':[6]}"))
                .containsExactly("campaign 5", "draft_newsletter 6");
        assertThat(uses("{'segment_id':7}")).isEmpty();
    }

    @Test
    void nullAmongTheUsesIsSkipped() throws Exception {
        assertThat(uses("{'used_by':{'campaigns':[5,null,8]}}")).containsExactly("campaign 5", "campaign 8");
    }

    private static List<String> uses(String json) throws Exception {
        var reply = (ObjectNode) Json.parse(json.replace('\'', '"').getBytes(UTF_8));
        return UsageRows.uses(reply, DAYS).stream()
                .map(row -> row.get("used_by").asText() + " " + row.get("used_by_id"))
                .toList();
    }
}
