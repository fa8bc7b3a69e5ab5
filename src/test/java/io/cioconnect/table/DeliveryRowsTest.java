package io.cioconnect.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.schema.Json;
import io.cioconnect.testing.Fixtures;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;

/** The odd shapes of deliveries. */
class DeliveryRowsTest {
    private static final Map<String, ObjectNode> EDGE = Fixtures.objects(Fixtures.object(
                            Fixtures.files("app-api-wider", "deliveries_edge").get(0))
                    .get("messages"))
            .stream()
            .collect(Collectors.toMap(row -> row.get("id").asText(), row -> row));

    @Test
    void numbersBecomeTextAndATemplateMayBeZero() throws Exception {
        Struct row = delivery("edge-numeric-cio-id");
        assertThat(row.getString("customer_identifiers_cio_id")).isEqualTo("3000001");
        assertThat(row.getInt64("msg_template_id")).isZero();
        assertThat(row.getString("_extra")).isNull();
    }

    @Test
    void identifiersStandForCustomerIdentifiers() throws Exception {
        Struct row = delivery("edge-identifiers-key");
        assertThat(row.getString("customer_identifiers_id")).isEqualTo("cust-1001");
        assertThat(row.getString("customer_identifiers_email")).isEqualTo("rosa.lindqvist@example.com");
        assertThat(row.getString("customer_identifiers_cio_id")).isEqualTo("b10000001");
        assertThat(row.getString("_extra")).isNull();
        assertThat(metrics("edge-identifiers-key").get(0).getString("customer_identifiers_cio_id"))
                .isEqualTo("b10000001");
    }

    @Test
    void thePersonMayBeUnknownDeletedOrForgotten() throws Exception {
        assertThat(delivery("edge-identifiers-null").get("customer_identifiers_cio_id"))
                .isNull();
        assertThat(delivery("edge-deleted-person").getString("customer_identifiers_cio_id"))
                .isEqualTo("b10000009");
        assertThat(delivery("edge-deleted-person").get("customer_identifiers_id"))
                .isNull();
        assertThat(delivery("edge-forgotten").getBoolean("forgotten")).isTrue();
        assertThat(delivery("edge-forgotten").getString("transactional_message_id"))
                .isEqualTo("password_reset");
    }

    @Test
    void nullInPlaceOfThePersonIsNothing() throws Exception {
        assertThat(delivery("edge-identifiers-null").getString("_extra")).isNull();
        ObjectNode row = row("edge-identifiers-null").putNull("identifiers");
        assertThat(value("deliveries", DeliveryRows.delivery(row)).getString("_extra"))
                .isNull();
        row.put("customer_identifiers", "rosa");
        assertThat(value("deliveries", DeliveryRows.delivery(row)).getString("_extra"))
                .isEqualTo("{\"customer_identifiers\":\"rosa\"}");
    }

    @Test
    void countsAmongTheMetricsAreNoTimes() throws Exception {
        Struct row = delivery("edge-unknown-metric-keys");
        assertThat(row.getInt64("metrics_human_opened")).isZero();
        assertThat(row.getInt64("metrics_prefetch_opened")).isEqualTo(1_788_134_410);
        assertThat(row.getString("metrics")).contains("\"secondary:delivered\":1788134409", "\"replied\":1788135300");
        assertThat(row.get("metrics_attempted")).isEqualTo(Date.from(Instant.ofEpochSecond(1_788_134_401)));
        assertThat(metrics("edge-unknown-metric-keys"))
                .extracting(metric -> metric.getString("metric"))
                .containsExactlyInAnyOrder("sent", "secondary:delivered", "attempted", "replied");
        assertThat(DeliveryRows.newest(row("edge-unknown-metric-keys"))).hasValue(1_788_135_300);
    }

    @Test
    void withoutMetricsThereIsADeliveryAllTheSame() throws Exception {
        assertThat(delivery("edge-empty-metrics").getString("metrics")).isEqualTo("{}");
        assertThat(delivery("edge-metrics-missing").get("metrics")).isNull();
        assertThat(metrics("edge-empty-metrics")).isEmpty();
        assertThat(metrics("edge-metrics-missing")).isEmpty();
        assertThat(DeliveryRows.newest(row("edge-metrics-missing"))).hasValue(1_788_134_400);
    }

    @Test
    void whatHasNoColumnIsKept() throws Exception {
        assertThat(delivery("edge-live-notification").getString("_extra")).isEqualTo("{\"new_field\":{\"a\":1}}");
        ObjectNode row = row("edge-identifiers-key");
        ((ObjectNode) row.get("identifiers")).put("phone", "+15550100");
        row.put("message_template_id", 7).putNull("msg_template_id");
        Struct value = value("deliveries", DeliveryRows.delivery(row));
        assertThat(value.getString("_extra")).isEqualTo("{\"identifiers\":{\"phone\":\"+15550100\"}}");
        assertThat(value.getInt64("msg_template_id")).isEqualTo(7);
    }

    @Test
    void smsIsCalledAsInWebhooks() throws Exception {
        ObjectNode row = row("edge-numeric-cio-id");
        row.put("type", "twilio");
        assertThat(value("deliveries", DeliveryRows.delivery(row)).getString("type"))
                .isEqualTo("twilio");
        assertThat(value("delivery_metrics", DeliveryRows.metrics(row).get(0)).getString("object_type"))
                .isEqualTo("sms");
    }

    /** As {@code deliveries.type} is null then, and no empty text. */
    @Test
    void aDeliveryOfNoKnownTypeHasNoObjectType() throws Exception {
        ObjectNode row = row("edge-numeric-cio-id");
        row.putNull("type");
        assertThat(value("delivery_metrics", DeliveryRows.metrics(row).get(0)).getString("object_type"))
                .isNull();
        row.remove("type");
        assertThat(value("delivery_metrics", DeliveryRows.metrics(row).get(0)).getString("object_type"))
                .isNull();
    }

    /** A machine opened it first, and the person later: else no later read would write that. */
    @Test
    void aPersonsOpenIsNewsAlthoughItIsNoRow() throws Exception {
        ObjectNode row = (ObjectNode) Json.parse(
                "{\"id\":\"a\",\"created\":1788134400,\"metrics\":{\"opened\":1788134401,\"human_opened\":1788307200,\"human_clicked\":3}}"
                        .getBytes(UTF_8));
        assertThat(DeliveryRows.newest(row)).hasValue(1_788_307_200);
        assertThat(DeliveryRows.metrics(row))
                .extracting(metric -> metric.get("metric").asText())
                .containsExactly("opened");
    }

    @Test
    void aTimeMayHaveAFraction() throws Exception {
        ObjectNode row = (ObjectNode) Json.parse(
                "{\"id\":\"a\",\"created\":1788134400.25,\"metrics\":{\"sent\":\"1788134401.5\",\"opened\":1.788134402e9}}"
                        .getBytes(UTF_8));
        assertThat(DeliveryRows.created(row)).hasValue(1_788_134_400);
        assertThat(DeliveryRows.newest(row)).hasValue(1_788_134_402);
        assertThat(DeliveryRows.metrics(row))
                .extracting(metric -> metric.get("metric").asText())
                .containsExactly("sent", "opened");
    }

    private static ObjectNode row(String id) {
        return EDGE.get(id).deepCopy();
    }

    private static Struct delivery(String id) throws Exception {
        return value("deliveries", DeliveryRows.delivery(row(id)));
    }

    private static List<Struct> metrics(String id) throws Exception {
        List<Struct> rows = new java.util.ArrayList<>();
        for (ObjectNode metric : DeliveryRows.metrics(row(id))) {
            rows.add(value("delivery_metrics", metric));
        }
        return rows;
    }

    private static Struct value(String table, ObjectNode row) throws Exception {
        return Tables.named(table).rowSchema("t").value(row);
    }
}
