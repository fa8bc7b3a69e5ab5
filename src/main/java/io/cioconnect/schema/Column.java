package io.cioconnect.schema;

/** One column of a table: its name, its type, and what it means, for the documentation. */
public record Column(String name, ColumnType type, String doc) {

    public static Column int64(String name, String doc) {
        return new Column(name, ColumnType.INT64, doc);
    }

    public static Column bool(String name, String doc) {
        return new Column(name, ColumnType.BOOLEAN, doc);
    }

    public static Column string(String name, String doc) {
        return new Column(name, ColumnType.STRING, doc);
    }

    public static Column timestamp(String name, String doc) {
        return new Column(name, ColumnType.TIMESTAMP, doc);
    }

    public static Column json(String name, String doc) {
        return new Column(name, ColumnType.JSON, doc);
    }
}
