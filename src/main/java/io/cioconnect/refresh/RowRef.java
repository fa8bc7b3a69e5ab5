package io.cioconnect.refresh;

/**
 * Where a listed row lies among those of its bucket.
 *
 * @param hash of its content
 * @param isStorable false for a row that cannot become a record: it was listed, and that is all
 */
record RowRef(long position, int length, long hash, boolean isStorable) {}
