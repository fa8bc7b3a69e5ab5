package io.cioconnect.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** An event to send: its id, the name a webhook subscribes to it by, and its body. */
public final class SampleEvent {
    private static final List<String> CONTENT = List.of("content", "headers", "variables");

    private final String id;
    private final String name;
    private final byte[] body;

    SampleEvent(String id, String name, byte[] body) {
        this.id = id;
        this.name = name;
        this.body = body;
    }

    public String id() {
        return id;
    }

    /** Such as {@code email_opened}. */
    public String name() {
        return name;
    }

    public byte[] body() {
        return body.clone();
    }

    /** As Customer.io sends it to a webhook whose {@code with_content} is false. */
    SampleEvent withoutContent() {
        JsonNode json = ReportingWebhooks.parse(body);
        if (!(json.path("data") instanceof ObjectNode data) || CONTENT.stream().noneMatch(data::has)) {
            return this;
        }
        data.remove(CONTENT);
        return new SampleEvent(id, name, json.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return name + " " + id;
    }
}
