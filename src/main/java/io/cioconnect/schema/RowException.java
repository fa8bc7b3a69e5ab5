package io.cioconnect.schema;

/** A row that cannot become a record: without a usable key, or with what a converter or producer would refuse. */
public final class RowException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What is wrong with the row. */
    public enum Kind {
        WITHOUT_KEY,
        TOO_LARGE,
        UNSTORABLE
    }

    private final Kind kind;

    public RowException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** For a row that is not a JSON object, and so has no key. */
    public static RowException noObject() {
        return new RowException(Kind.WITHOUT_KEY, "it is not a JSON object");
    }

    public Kind kind() {
        return kind;
    }
}
