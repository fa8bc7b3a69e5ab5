package io.cioconnect.schema;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * An element of a list that cannot become a row.
 *
 * @param value the whole element, or the beginning of one that goes beyond a limit
 */
public record RejectedRow(JsonNode value, RowException why) {}
