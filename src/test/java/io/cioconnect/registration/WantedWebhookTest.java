package io.cioconnect.registration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.schema.Json;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WantedWebhookTest {
    private static final String URL = "https://events.example.com/webhooks/crm";

    @Test
    void anUpdateHasTheFlagsAsReadAndNothingElseOfWhatIsThere() throws Exception {
        ReportingWebhook there = webhook(
                "\"type\":\"webhook\",\"created_at\":1,\"disabled\":true,\"full_resolution\":null,\"with_content\":true");

        assertThat(Json.write(wanted(Map.of()).request(there)))
                .isEqualTo("{\"name\":\"crm\",\"endpoint\":\"" + URL
                        + "\",\"events\":[\"email_sent\",\"sms_sent\"],\"disabled\":true,\"with_content\":true}");
        assertThat(Json.write(wanted(Map.of("disabled", false, "full_resolution", true))
                        .request(there)))
                .contains("\"disabled\":false", "\"full_resolution\":true", "\"with_content\":true");
    }

    @Test
    void aFlagThatIsNotShownIsFalse() throws Exception {
        ReportingWebhook there = webhook("\"full_resolution\":null");

        assertThat(differences(Map.of("disabled", false, "full_resolution", false), there))
                .doesNotContain("disabled is not false", "full_resolution is not false");
        assertThat(differences(Map.of("with_content", true), there)).contains("with_content is not true");
    }

    @Test
    void anEventTooManyIsADifferenceAsMuchAsOneThatIsMissing() throws Exception {
        assertThat(differences(Map.of(), webhook("\"disabled\":false")))
                .containsExactlyInAnyOrder("sms_sent is missing", "push_sent is there");
    }

    private static List<String> differences(Map<String, Boolean> flags, ReportingWebhook there) {
        return wanted(flags).differences(there, URL::equals);
    }

    private static WantedWebhook wanted(Map<String, Boolean> flags) {
        return new WantedWebhook("crm", URL, new LinkedHashSet<>(List.of("email_sent", "sms_sent")), flags);
    }

    private static ReportingWebhook webhook(String fields) throws Exception {
        String json = "{\"id\":7,\"name\":\"crm\",\"endpoint\":\"" + URL
                + "\",\"events\":[\"email_sent\",\"push_sent\"]," + fields + "}";
        return ReportingWebhook.of(Json.parse(json.getBytes(UTF_8))).orElseThrow();
    }
}
