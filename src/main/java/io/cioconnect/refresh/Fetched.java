package io.cioconnect.refresh;

/**
 * How completely a table was fetched: which rows may exist although they did not come.
 *
 * @param pages replies that were read
 * @param failedParents how many parents could not be read
 * @param unread these parents: what became of their rows is not known
 * @param pieces in which the rows and the parents came
 */
record Fetched(int pages, int failedParents, KeyBeginnings unread, Pieces pieces) {}
