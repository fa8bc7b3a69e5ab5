package io.cioconnect.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Type.BOOLEAN;
import static org.apache.kafka.common.config.ConfigDef.Type.INT;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import java.time.ZoneId;

/**
 * What is read of messages and their metrics.
 *
 * @param bodies whether bodies, layouts and headers are kept
 * @param metricDays how many days back daily metrics are read again
 * @param metricZone where a day of the daily metrics begins
 */
public record ContentConfig(boolean bodies, int metricDays, ZoneId metricZone) {
    static final String BODIES = "content.bodies";
    static final String METRIC_DAYS = "metrics.days";
    static final String METRIC_ZONE = "metrics.timezone";

    private static final int TEN_YEARS = 3_650;

    /** As without any of these keys. */
    public static final ContentConfig DEFAULT = new ContentConfig(false, 180, ZoneId.of("UTC"));

    static void define(ConfigGroup group) {
        group.define(
                BODIES,
                BOOLEAN,
                DEFAULT.bodies,
                Validators.trueOrFalse(),
                LOW,
                "Whether the content tables keep bodies, layouts and headers of messages. Without it these columns are null, and the"
                        + " query of a webhook's URL is masked, because URLs and headers of webhooks often hold secrets.");
        group.define(
                METRIC_DAYS,
                INT,
                DEFAULT.metricDays,
                Validators.between(1, TEN_YEARS),
                LOW,
                "How many days of daily metrics each pass reads again. Customer.io counts an open on the day the message"
                        + " was sent, so a day's numbers keep growing for six months.");
        group.define(
                METRIC_ZONE,
                STRING,
                DEFAULT.metricZone.getId(),
                Validators.timeZone(),
                LOW,
                "Time zone in which the days of the daily metrics begin, such as Europe/Berlin.");
    }

    static ContentConfig from(ParsedValues values) {
        return new ContentConfig(
                values.bool(BODIES), values.integer(METRIC_DAYS), ZoneId.of(values.string(METRIC_ZONE)));
    }
}
