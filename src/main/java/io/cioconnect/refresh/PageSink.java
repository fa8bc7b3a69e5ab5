package io.cioconnect.refresh;

import io.cioconnect.api.RowSink;
import java.io.IOException;

/** Takes the rows of one page after the other. */
interface PageSink extends RowSink {
    /** The page is complete; its rows stay. */
    void endPage();

    /** Remembers the complete pages, for {@link #reset}. */
    void mark();

    /** Forgets all rows since the last call of {@link #mark}, those of complete pages too. */
    void reset() throws IOException;
}
