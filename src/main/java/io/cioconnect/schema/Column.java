package io.cioconnect.schema;

/** One column of a table: its name, its type, and what it means, for the documentation. */
public record Column(String name, ColumnType type, String doc) {}
