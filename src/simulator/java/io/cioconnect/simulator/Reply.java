package io.cioconnect.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** A small answer, held in memory. */
record Reply(int status, String contentType, String body) {
    private static final String JSON = "application/json";

    boolean isJson() {
        return contentType.equals(JSON);
    }

    static Reply json(int status, JsonNode body) {
        return new Reply(status, JSON, body.toString());
    }

    static Reply empty(int status) {
        return new Reply(status, JSON, "");
    }

    /** The documented error envelope, in which the status is text. */
    static Reply error(int status, String detail) {
        return error(status, detail, "");
    }

    static Reply error(int status, String detail, String pointer) {
        var body = JsonNodeFactory.instance.objectNode();
        var error = body.putArray("errors").addObject();
        error.put("detail", detail).put("status", Integer.toString(status));
        if (!pointer.isEmpty()) {
            error.putObject("source").put("pointer", pointer);
        }
        return json(status, body);
    }

    /** The other envelope, which some paths use. */
    static Reply metaError(int status, String error) {
        var body = JsonNodeFactory.instance.objectNode();
        body.putObject("meta").put("error", error);
        return json(status, body);
    }

    /** The reply to an unknown path: the marketing site's page, not JSON. */
    static Reply unknownPath() {
        return new Reply(404, "text/html; charset=utf-8", htmlPage());
    }

    static String htmlPage() {
        return "<!DOCTYPE html>\n<html><head><title>Page not found</title></head><body>\n"
                + "<p>Nothing to see here.</p>\n".repeat(130)
                + "</body></html>\n";
    }
}
