package io.cioconnect.schema;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a list has in the place of a row, but cannot be taken as one.
 *
 * @param value the whole of it, or the beginning of an object that goes beyond a limit
 */
public record RejectedRow(JsonNode value, RowException why) {}
