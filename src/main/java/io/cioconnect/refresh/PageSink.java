package io.cioconnect.refresh;

import io.cioconnect.api.RowSink;

/** Takes the rows of one page after the other. */
interface PageSink extends RowSink {
    /** The page is complete; its rows stay. */
    void endPage();
}
