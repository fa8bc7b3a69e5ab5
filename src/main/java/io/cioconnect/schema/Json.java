package io.cioconnect.schema;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** Reads and writes JSON trees in which the order of keys and the spelling of numbers survive. */
public final class Json {
    private Json() {}

    /** Parses one complete document; strict: one value, no duplicate keys, nothing behind it. */
    public static JsonNode parse(byte[] utf8) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Reads the value the parser stands on; leaves the parser on the last token of that value. */
    public static JsonNode read(JsonParser parser) throws IOException {
        throw new UnsupportedOperationException();
    }

    public static String write(JsonNode value) {
        throw new UnsupportedOperationException();
    }
}
