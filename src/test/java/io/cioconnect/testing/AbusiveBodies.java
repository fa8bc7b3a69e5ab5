package io.cioconnect.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/** Bodies that somebody signed and nobody should have, and where each belongs. Not thread-safe. */
public final class AbusiveBodies {
    private static final String EVENT = "email_events";
    private static final String NOT_JSON = "quarantined.not_json";
    private static final String UNSTORABLE = "quarantined.unstorable";

    private final List<AbusiveBody> bodies = new ArrayList<>();

    private AbusiveBodies() {}

    public static List<AbusiveBody> all() {
        AbusiveBodies all = new AbusiveBodies();
        all.addJson();
        all.addText();
        all.addTimes();
        all.addSizes();
        return List.copyOf(all.bodies);
    }

    /** An email event whose data has this one field. */
    public static String event(String id, String field, String value) {
        return "{\"event_id\":\"" + id
                + "\",\"object_type\":\"email\",\"metric\":\"sent\",\"timestamp\":1789430400,\"data\":{\"" + field
                + "\":"
                + value + "}}";
    }

    private void addJson() {
        taken("depth 500", "x", "[".repeat(498) + "]".repeat(498)); // in data, in the envelope
        quarantined(UNSTORABLE, "depth 501", event("x", "[".repeat(499) + "]".repeat(499)));
        quarantined(UNSTORABLE, "depth 100,000", event("x", "[".repeat(100_000) + "]".repeat(100_000)));
        quarantined(UNSTORABLE, "depth 100,000 unclosed", "[".repeat(100_000));
        quarantined(UNSTORABLE, "600,000-digit number", event("x", "1".repeat(600_000)));
        quarantined(UNSTORABLE, "million-digit number", event("x", "1".repeat(1_000_000)));
        quarantined(UNSTORABLE, "million-digit exponent", event("x", "1e" + "9".repeat(1_000_000)));
        taken("number too large for any column", "campaign_id", "1e400");
        refused("duplicate keys", "{\"event_id\":\"1\",\"event_id\":\"2\"}");
        quarantined("quarantined.no_event_id", "array", "[" + event("subject", "1") + "]");
        refused("empty", "");
        refused("two documents", event("a", "1") + event("a", "2"));
        refused("comment", "/* */" + event("a", "1"));
        refused("NaN", event("a", "NaN"));
    }

    private void addText() {
        quarantined(UNSTORABLE, "lone surrogate", event("subject", "\"\\ud800\""));
        refused("lone surrogate in a key", event("a\\udfff", "1"));
        taken("surrogate pair", "subject", "\"\\ud83d\\ude00\"");
        taken("NUL", "subject", "\"\\u0000\"");
        refused("bare NUL", "\0" + event("subject", "1"));
        refused("BOM", "\ufeff" + event("subject", "1"));
        refused("UTF-16", event("subject", "1").getBytes(UTF_16));
        refused("invalid UTF-8", event("subject", "\"\u00e9\"").getBytes(ISO_8859_1));
    }

    private void addTimes() {
        for (String time : List.of("-1", "0", "1000000000000000000", "1789430400123", "1e999", "\"soon\"", "[]")) {
            String id = nextId();
            add("timestamp " + time, EVENT, id, event(id, "a", "1").replace("1789430400", time));
        }
    }

    private void addSizes() {
        taken("600 KiB of content", "content", "\"" + "x".repeat(600 * 1024) + "\"");
        taken("control characters", "content", "\"" + "\\u0001".repeat(85_000) + "\"");
        // a JSON column is quoted once more by the converter
        String doubling = "[" + "\"\\\\\",".repeat(104_000) + "1]";
        quarantined(UNSTORABLE, "doubles when escaped", event("headers", doubling));
        quarantined(UNSTORABLE, "doubles in _extra", event("unknown", doubling));
        quarantined(UNSTORABLE, "many unknown fields", event("a", "{" + fields(60_000) + "\"z\":1}"));
        String longest = "i".repeat(1024);
        add("an id of 1,024 bytes", EVENT, longest, event(longest, "a", "1"));
        quarantined(UNSTORABLE, "an id of 1,025 bytes", event("i".repeat(1025), "a", "1"));
        quarantined(UNSTORABLE, "an id of 1,026 bytes in 342 characters", event("\u6f22".repeat(342), "a", "1"));
    }

    private void taken(String name, String field, String value) {
        String id = nextId();
        add(name, EVENT, id, event(id, field, value));
    }

    private void refused(String name, String body) {
        refused(name, body.getBytes(UTF_8));
    }

    private void refused(String name, byte[] body) {
        bodies.add(new AbusiveBody(name, NOT_JSON, "", body));
    }

    private void quarantined(String destination, String name, String body) {
        add(name, destination, "", body);
    }

    private void add(String name, String destination, String eventId, String body) {
        bodies.add(new AbusiveBody(name, destination, eventId, body.getBytes(UTF_8)));
    }

    private String event(String field, String value) {
        return event(nextId(), field, value);
    }

    private String nextId() {
        return "abuse-" + bodies.size();
    }

    private static String fields(int count) {
        StringBuilder fields = new StringBuilder();
        for (int i = 0; i < count; i++) {
            fields.append("\"field").append(i).append("\":1,");
        }
        return fields.toString();
    }
}
