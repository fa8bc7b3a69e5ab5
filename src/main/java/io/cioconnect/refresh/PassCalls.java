package io.cioconnect.refresh;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.cioconnect.api.AppApiClient;
import io.cioconnect.api.AppApiException;
import io.cioconnect.api.Page;
import io.cioconnect.api.RowSink;
import io.cioconnect.schema.RowException;
import io.cioconnect.sync.PassFailedException;
import java.util.Map;

/** The calls of one pass. A list without end ends with the pass's time. */
record PassCalls(AppApiClient api, Pass pass) {

    Page page(String path, Map<String, String> query, String recordsField, RowSink rows)
            throws AppApiException, RowException, PassFailedException, InterruptedException {
        try {
            return api.page(path, query, recordsField, rows, pass::isOutdated);
        } catch (AppApiException e) {
            pass.requireInTime(); // says why the call ended
            throw e;
        }
    }

    JsonNode document(String path, Map<String, String> query) throws AppApiException, InterruptedException {
        return api.call("GET", path, query, NullNode.getInstance());
    }
}
