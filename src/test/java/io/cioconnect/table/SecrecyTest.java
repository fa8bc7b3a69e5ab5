package io.cioconnect.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.schema.Json;
import io.cioconnect.testing.Fixtures;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecrecyTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://user:pw@hooks.example.com:8443/a/b?token=x#y|https://***@hooks.example.com:8443/***?***",
                "https://hooks.example.com|https://hooks.example.com",
                "https://hooks.example.com/|https://hooks.example.com/",
                "https://hooks.example.com?token=x|https://hooks.example.com?***",
                "HTTPS://hooks.example.com/token|HTTPS://hooks.example.com/***",
            })
    void ofAnEndpointOnlySchemeHostAndPortStay(String endpoint, String shown) {
        ObjectNode row = row("endpoint", endpoint);
        Secrecy.ENDPOINT.apply(row, true);
        assertThat(row.get("endpoint").textValue()).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://api.example.com/v2/deals?api_key=secret|https://api.example.com/v2/deals?***",
                "https://user:pw@api.example.com/v2|https://***@api.example.com/v2",
                "{{customer.url}}/x?y={{z}}|{{customer.url}}/x?***",
            })
    void ofAWebhooksUrlTheQueryAndTheLoginAreMasked(String url, String shown) {
        ObjectNode row = row("url", url);
        Secrecy.BODIES.apply(row, false);
        assertThat(row.get("url").textValue()).isEqualTo(shown);
    }

    /** It may hold the secret all the same. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"https://user:pw@hooks.example.com/token\"]",
                "{\"default\":\"https://hooks.example.com/token\"}",
                "7",
                "true"
            })
    void anEndpointOrUrlThatIsNoTextIsMaskedAltogether(String json) throws Exception {
        ObjectNode hook = JsonNodeFactory.instance.objectNode().set("endpoint", Json.parse(json.getBytes(UTF_8)));
        Secrecy.ENDPOINT.apply(hook, true);
        assertThat(hook).hasToString("{\"endpoint\":\"***\"}");
        ObjectNode action = JsonNodeFactory.instance.objectNode().set("url", Json.parse(json.getBytes(UTF_8)));
        Secrecy.BODIES.apply(action, false);
        assertThat(action).hasToString("{\"url\":\"***\"}");
    }

    @Test
    void whereThereIsNoEndpointNothingIsMasked() {
        ObjectNode hook = JsonNodeFactory.instance.objectNode().putNull("endpoint");
        Secrecy.ENDPOINT.apply(hook, true);
        assertThat(hook).hasToString("{\"endpoint\":null}");
        hook.remove("endpoint");
        Secrecy.ENDPOINT.apply(hook, true);
        assertThat(hook).isEmpty();
    }

    @Test
    void bodiesStayOnlyWhereTheyAreWanted() {
        List<ObjectNode> actions = Fixtures.objects(Fixtures.object(
                        Fixtures.files("app-api", "campaign_actions_page2").get(0))
                .get("actions"));
        for (ObjectNode action : actions) {
            ObjectNode whole = action.deepCopy();
            Secrecy.BODIES.apply(action, true);
            assertThat(action).isEqualTo(whole);
            Secrecy.BODIES.apply(action, false);
            assertThat(action.has("name")).isTrue();
            Secrecy.BODY_FIELDS.forEach(
                    field -> assertThat(action.has(field)).as(field).isFalse());
        }
    }

    private static ObjectNode row(String field, String value) {
        return JsonNodeFactory.instance.objectNode().put(field, value);
    }

    @Test
    void whatIsNoObjectIsHiddenAsAWholeWhereARowHasSecrets() {
        JsonNode number = JsonNodeFactory.instance.numberNode(7);
        JsonNode text = JsonNodeFactory.instance.textNode("https://user:password@example.com/secret");
        JsonNode array = JsonNodeFactory.instance.arrayNode().add(text);
        for (JsonNode value : List.of(text, array)) {
            assertThat(Secrecy.NONE.redactNonObject(value, false)).isEqualTo(value);
            assertThat(Secrecy.BODIES.redactNonObject(value, true)).isEqualTo(value);
            assertThat(Secrecy.BODIES.redactNonObject(value, false).asText()).isEqualTo("***");
            assertThat(Secrecy.ENDPOINT.redactNonObject(value, true).asText()).isEqualTo("***");
        }
        assertThat(Secrecy.ENDPOINT.redactNonObject(number, false)).isEqualTo(number);
    }
}
