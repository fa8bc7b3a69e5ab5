package io.cioconnect.table;

/** How a list is cut into pages. */
public sealed interface Pagination {
    /** The whole list in one reply. */
    record OnePage() implements Pagination {}

    /**
     * The reply's {@code next} goes into the query parameter {@code start} of the next call, until it is empty.
     *
     * @param limit rows asked for, {@link #NO_LIMIT} where the API decides
     */
    record Cursor(int limit) implements Pagination {
        public static final int NO_LIMIT = 0;
    }
}
