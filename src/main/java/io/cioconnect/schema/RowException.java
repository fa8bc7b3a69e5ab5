package io.cioconnect.schema;

/** A row that cannot become a record: without a usable key, or with what a converter or producer would refuse. */
public final class RowException extends Exception {
    private static final long serialVersionUID = 1L;

    public RowException(String message) {
        super(message);
    }
}
