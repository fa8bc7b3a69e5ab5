package io.cioconnect.refresh;

/**
 * Where a listed row lies in the spool.
 *
 * @param hash of its content
 */
record RowRef(long position, int length, long hash) {}
