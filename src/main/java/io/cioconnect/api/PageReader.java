package io.cioconnect.api;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.schema.Json;
import io.cioconnect.schema.RejectedRow;
import io.cioconnect.schema.RowException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads the reply to a list: hands on row after row and never holds more than one. The fields may come in any order. If a text or the name
 * of a field is too long for the parser, the next try is slower and cuts the longest of them.
 */
final class PageReader {
    private final String call;
    private final String recordsField;
    private final RowSink sink;
    private boolean cutsTexts;
    private boolean found;
    private int rows;
    private String next = "";

    /** @param call method and path, for messages */
    PageReader(String call, String recordsField, RowSink sink) {
        this.call = call;
        this.recordsField = recordsField;
        this.sink = sink;
    }

    /** Throws IOException only for what the stream throws. */
    Page read(InputStream body) throws IOException, FailedAttempt, RowException, InterruptedException {
        try (JsonParser parser = cutsTexts ? Json.listWithLongNames(new LongTexts(body)) : Json.list(body)) {
            readObject(parser);
        } catch (JsonEOFException e) {
            throw broken("the JSON is cut off", e);
        } catch (StreamConstraintsException e) {
            FailedAttempt wrong = wrong("is beyond a limit: " + e.getOriginalMessage());
            if (cutsTexts) {
                throw wrong;
            }
            cutsTexts = true;
            throw FailedAttempt.transientFailure(wrong.error());
        } catch (JsonProcessingException e) {
            throw broken("the reply is not JSON", e);
        }
        if (!found) {
            throw wrong("has no \"" + recordsField + "\"");
        }
        return new Page(rows, next);
    }

    private void readObject(JsonParser parser) throws IOException, FailedAttempt, RowException, InterruptedException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw FailedAttempt.transientFailure(new AppApiException(200, call + ": the reply is empty"));
        }
        if (first != JsonToken.START_OBJECT) {
            throw wrong("is JSON but not an object");
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            if (field.equals(recordsField)) {
                readArray(parser, value);
            } else if (field.equals("next")) {
                next = cursor(parser, value);
            } else {
                parser.skipChildren();
            }
        }
        if (parser.nextToken() != null) {
            throw wrong("continues after its end");
        }
    }

    private void readArray(JsonParser parser, JsonToken value)
            throws IOException, FailedAttempt, RowException, InterruptedException {
        if (found) {
            throw wrong("has \"" + recordsField + "\" twice");
        }
        found = true;
        if (value == JsonToken.VALUE_NULL) {
            return;
        }
        if (value != JsonToken.START_ARRAY) {
            throw wrong("has a \"" + recordsField + "\" that is not an array");
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.VALUE_NULL) {
                rows++; // no row, but the page is not an empty one
                continue;
            }
            hand(Json.element(parser));
            rows++;
        }
    }

    /** Another try: the rows start from the beginning, and the sink is told. */
    void begin() throws FailedAttempt, InterruptedException {
        found = false;
        rows = 0;
        next = "";
        try {
            sink.beginPage();
        } catch (IOException e) {
            throw notKept(e);
        }
    }

    private void hand(Json.Element element) throws FailedAttempt, RowException, InterruptedException {
        try {
            if (element.limit().isPresent()) {
                sink.rejected(new RejectedRow(element.value(), element.limit().get()));
            } else if (element.value() instanceof ObjectNode row) {
                sink.row(row);
            } else {
                sink.rejected(new RejectedRow(element.value(), RowException.noObject()));
            }
        } catch (IOException e) {
            throw notKept(e);
        }
    }

    private FailedAttempt notKept(IOException e) throws InterruptedException {
        if (Thread.interrupted()) {
            throw (InterruptedException) new InterruptedException(call + " was interrupted").initCause(e);
        }
        return FailedAttempt.permanent(new AppApiException(0, call + ": cannot keep the rows: " + e.getMessage(), e));
    }

    private String cursor(JsonParser parser, JsonToken value) throws IOException, FailedAttempt {
        return switch (value) {
            case VALUE_NULL -> "";
            case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getText();
            default -> throw wrong("has a \"next\" that is not text");
        };
    }

    /** A body that was cut or garbled on its way. */
    private FailedAttempt broken(String what, JsonProcessingException e) {
        return FailedAttempt.transientFailure(new AppApiException(0, call + ": " + what + " at " + place(e)));
    }

    /** A whole reply of a shape we do not know: it would be the same the next time. */
    private FailedAttempt wrong(String what) {
        return FailedAttempt.permanent(new AppApiException(200, call + ": the reply " + what));
    }

    /** The exception's own message may quote the body. */
    private static String place(JsonProcessingException e) {
        JsonLocation at = e.getLocation();
        return at.getByteOffset() < 0 ? "character " + at.getCharOffset() : "byte " + at.getByteOffset();
    }
}
