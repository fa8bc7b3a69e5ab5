package io.cioconnect.table;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** What the App API answers for one parent. */
public sealed interface ParentReply {
    /**
     * A list of rows.
     *
     * @param recordsField field of the reply that holds the rows
     */
    record Rows(String recordsField, Pagination pagination) implements ParentReply {}

    /** One document, from which rows are made. Without its {@code content} it is not the reply that was asked for. */
    record Document(Span span, DocumentContent content, Shape shape) implements ParentReply {}

    /** Makes rows of a document. Pure. */
    interface Shape {
        List<ObjectNode> rows(ObjectNode document, MetricDays days);
    }

    /** For which time a document is asked. */
    enum Span {
        /** It says how things are now. */
        NONE {
            @Override
            public Map<String, String> query(MetricDays days) {
                return Map.of();
            }
        },
        /** Version 2 of the metrics: days with their dates. */
        DAYS {
            @Override
            public Map<String, String> query(MetricDays days) {
                return Map.of(
                        "version", "2",
                        "res", "days",
                        "start", Long.toString(days.start().getEpochSecond()),
                        "end", Long.toString(days.end().getEpochSecond()),
                        "tz", days.zone().getId());
            }
        },
        /** Journeys: days without their dates, in no other time zone than UTC. */
        JOURNEY_DAYS {
            @Override
            public Map<String, String> query(MetricDays days) {
                return Map.of(
                        "resolution", "days",
                        "start", Long.toString(days.inUtc().start().getEpochSecond()),
                        "end", Long.toString(days.end().getEpochSecond()));
            }
        },
        /** Version 1 of the metrics: the most months there are, which together are a lifetime. */
        LIFETIME {
            @Override
            public Map<String, String> query(MetricDays days) {
                return Map.of("period", "months", "steps", "121");
            }
        };

        public abstract Map<String, String> query(MetricDays days);
    }
}
