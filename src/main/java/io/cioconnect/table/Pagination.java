package io.cioconnect.table;

/** How a list is cut into pages. */
public sealed interface Pagination {
    /** The whole list in one reply. */
    record OnePage() implements Pagination {}

    /** The reply's {@code next} goes into the query parameter {@code start} of the next call, until it is empty. */
    record Cursor(int limit) implements Pagination {}
}
