package io.cioconnect.refresh;

import io.cioconnect.api.AppApiException;
import io.cioconnect.schema.RowException;
import io.cioconnect.sync.PassFailedException;
import java.io.IOException;

/** Fetches the rows of a table once, in small steps between which its thread may do something else. One thread. */
interface TableFetch {
    /** Makes one call to the App API at most. False when there is nothing left to fetch. */
    boolean next() throws AppApiException, RowException, PassFailedException, IOException, InterruptedException;

    /** Replies that were read. */
    int pages();
}
