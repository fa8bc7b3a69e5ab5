package io.cioconnect.schema;

/** What a column holds, and how a JSON value becomes it. */
public enum ColumnType {
    INT64,
    BOOLEAN,
    STRING,
    /** Unix seconds in JSON; Connect's Timestamp in the record; 0 is null. */
    TIMESTAMP,
    /** Nested objects and arrays as JSON text with the schema name {@code io.debezium.data.Json}. */
    JSON
}
