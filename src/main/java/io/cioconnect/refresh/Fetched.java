package io.cioconnect.refresh;

/**
 * How completely a table was fetched: which rows may exist although they did not come.
 *
 * @param pages replies that were read
 * @param isCutIntoPages the rows, or their parents, came in more pieces than one, so that they may have moved between two of them
 * @param failedParents how many parents could not be read
 * @param unread these parents: what became of their rows is not known
 * @param cutIntoPages parents whose rows came in more pieces than one
 */
record Fetched(
        int pages, boolean isCutIntoPages, int failedParents, KeyBeginnings unread, KeyBeginnings cutIntoPages) {}
