package io.cioconnect.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.schema.RejectedRow;
import io.cioconnect.schema.RowException;
import java.io.IOException;

/** Takes the rows of one page as they are parsed. Called on the thread that fetches the page. */
public interface RowSink {
    /** A page begins, for the first time or once more after a broken reply: forget the rows since the last call of this. */
    void beginPage() throws IOException;

    void row(ObjectNode row) throws IOException, RowException;

    /** What stands in the place of a row but is not null, and cannot be taken as one. */
    void rejected(RejectedRow row) throws IOException;
}
