package io.cioconnect.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Compares what was sent, field by field, with the columns of a record and its {@code _extra}. */
public final class KeptFields {
    private static final ObjectMapper JSON = new ObjectMapper();

    private KeptFields() {}

    /** Fields of a row that are neither in their column nor in {@code _extra}. */
    public static List<String> lost(JsonNode row, JsonNode value) throws IOException {
        JsonNode extra = extra(value);
        List<String> lost = new ArrayList<>();
        for (var field : row.properties()) {
            check(field.getKey(), field.getValue(), value.path(field.getKey()), extra, lost);
        }
        return lost;
    }

    /** Fields of the event that are neither in their column nor in {@code _extra}. */
    static List<String> lostOfEvent(JsonNode event, JsonNode value) throws IOException {
        JsonNode extra = extra(value);
        List<String> lost = new ArrayList<>();
        for (var field : event.properties()) {
            if (!field.getKey().equals("data") && !field.getKey().equals("event_type")) {
                check(field.getKey(), field.getValue(), value.path(field.getKey()), extra.path("event"), lost);
            }
        }
        for (var field : event.path("data").properties()) {
            if (!field.getKey().equals("identifiers")) {
                check(field.getKey(), field.getValue(), value.path(field.getKey()), extra, lost);
            }
        }
        for (var field : event.path("data").path("identifiers").properties()) {
            check(
                    field.getKey(),
                    field.getValue(),
                    value.path("identifiers_" + field.getKey()),
                    extra.path("identifiers"),
                    lost);
        }
        return lost;
    }

    private static JsonNode extra(JsonNode value) throws IOException {
        return value.path("_extra").isNull()
                ? MissingNode.getInstance()
                : JSON.readTree(value.path("_extra").asText());
    }

    private static void check(String name, JsonNode sent, JsonNode column, JsonNode extra, List<String> lost)
            throws IOException {
        boolean kept = (!column.isMissingNode() && isSame(sent, column)) || isEqual(sent, extra.path(name));
        if (!kept) {
            lost.add(name + ": sent " + sent + ", column " + column + ", extra " + extra.path(name));
        }
    }

    /** Equal, or the same number in another spelling. */
    private static boolean isEqual(JsonNode sent, JsonNode kept) {
        return (sent.isNumber() && kept.isNumber())
                ? sent.decimalValue().compareTo(kept.decimalValue()) == 0
                : sent.equals(kept);
    }

    private static boolean isSame(JsonNode sent, JsonNode column) throws IOException {
        if (sent.isNull()) {
            return column.isNull();
        }
        if (sent.isContainerNode()) {
            return column.isTextual() && JSON.readTree(column.asText()).equals(sent);
        }
        if (column.isNull()) {
            return sent.isNumber() && sent.decimalValue().signum() == 0; // a time of 0 is no time
        }
        if (sent.isTextual() && !column.asText().equals(sent.asText())) {
            return column.asText().equals(JSON.writeValueAsString(sent)); // a text in a JSON column
        }
        if (sent.isNumber()) {
            BigDecimal number = sent.decimalValue();
            return column.isTextual()
                    ? column.asText().equals(sent.asText())
                    : column.decimalValue().compareTo(number) == 0
                            || column.decimalValue().compareTo(number.multiply(BigDecimal.valueOf(1000))) == 0;
        }
        return column.asText().equals(sent.asText());
    }
}
