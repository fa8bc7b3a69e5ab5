package io.cioconnect.schema;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What stands in the place of a row in a list, and cannot be taken as one.
 *
 * @param value the whole of it, or the beginning of an object that goes beyond a limit
 */
public record RejectedRow(JsonNode value, RowException why) {}
