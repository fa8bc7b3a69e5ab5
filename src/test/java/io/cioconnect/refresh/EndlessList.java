package io.cioconnect.refresh;

import java.io.IOException;
import mockwebserver3.MockResponse;
import mockwebserver3.MockResponseBody;
import okio.BufferedSink;

/** A reply that goes on far beyond what any buffer holds. */
final class EndlessList implements MockResponseBody {
    private static final int SOME = 100_000;
    private static final int ALL = 5_000_000;

    private final String recordsField;
    private final Runnable afterSome;
    private volatile boolean ended;

    /** @param afterSome run when part of it is on its way */
    EndlessList(String recordsField, Runnable afterSome) {
        this.recordsField = recordsField;
        this.afterSome = afterSome;
    }

    MockResponse response() {
        return new MockResponse.Builder()
                .addHeader("Content-Type", "application/json")
                .body(this)
                .build();
    }

    boolean wasReadToItsEnd() {
        return ended;
    }

    @Override
    public long getContentLength() {
        return -1;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
        sink.writeUtf8("{\"" + recordsField + "\":[");
        for (int id = 1; id <= ALL; id++) {
            sink.writeUtf8("{\"id\":" + id + "},");
            if (id == SOME) {
                afterSome.run();
            }
        }
        ended = true;
        sink.writeUtf8("{\"id\":0}]}");
    }
}
