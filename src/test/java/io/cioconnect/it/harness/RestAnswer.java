package io.cioconnect.it.harness;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;

/** What a worker answered. */
public record RestAnswer(int status, String body) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public boolean isSuccess() {
        return status / 100 == 2;
    }

    public JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("Not JSON: " + body, e);
        }
    }
}
