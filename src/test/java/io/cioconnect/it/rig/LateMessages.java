package io.cioconnect.it.rig;

import io.cioconnect.it.harness.TopicRecord;
import io.cioconnect.simulator.CustomerIoSimulator;
import io.cioconnect.simulator.Delivery;
import io.cioconnect.simulator.RequestLog;
import io.cioconnect.simulator.SteadyLoad;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Messages that the API lists between one and twenty minutes after they were sent, all within the age that is read again, and what is promised of them:
 * none is missing at rest, and each call stays within the bounds that are documented.
 */
final class LateMessages {
    static final String START = "P1D";
    private static final int AT_FIRST = 500;
    private static final int PER_SECOND = 2;
    private static final Duration SETTLED = Duration.ofSeconds(60);
    private static final Duration LATEST = Duration.ofMinutes(20);
    private static final Duration WIDEST = Duration.ofDays(30);
    /** On top of the days, as long as a run may take at most. */
    private static final Duration RUN = Duration.ofHours(2);

    private static final int OF_A_DAY = 1_500;
    private static final int MOST_DAYS = 9;

    private final CustomerIoSimulator customerIo;
    private final Random random;
    private volatile int days = 1;

    /** Half a day of them are there from the beginning. */
    LateMessages(CustomerIoSimulator customerIo, long seed) {
        this.customerIo = customerIo;
        this.random = new Random(seed);
        Instant now = Instant.now();
        customerIo.deliveries().create(AT_FIRST, now.minus(Duration.ofHours(12)), now.minus(LATEST));
    }

    SteadyLoad start() {
        return customerIo.deliveries().load(PER_SECOND, this::created);
    }

    private Instant created() {
        return Instant.now().minus(SETTLED).minusMillis(random.nextLong(LATEST.toMillis()));
    }

    /** What was created in the day before the start, which nobody has read so far, and the start that makes it wanted. Empty after some days. */
    synchronized Optional<String> earlierStart() {
        if (days == MOST_DAYS) {
            return Optional.empty();
        }
        Instant before = Instant.now().minus(Duration.ofDays(days)).minus(RUN);
        customerIo.deliveries().create(OF_A_DAY, before.minus(Duration.ofHours(12)), before);
        days = days + 1;
        return Optional.of("P" + days + "D");
    }

    List<String> missing(List<TopicRecord> written) {
        Set<String> ids =
                written.stream().map(record -> record.key().path("id").asText()).collect(Collectors.toSet());
        return customerIo.deliveries().all().stream()
                .map(Delivery::id)
                .filter(id -> !ids.contains(id))
                .toList();
    }

    /** Calls without both bounds, or with bounds too wide, too early, or so late that what lies between them may still change. */
    List<String> outOfBounds() {
        List<String> wrong = new ArrayList<>();
        for (RequestLog.Entry call : customerIo.requests().of("/v1/messages")) {
            Map<String, String> query = Arrays.stream(call.query().split("&", -1))
                    .map(part -> part.split("=", 2))
                    .collect(Collectors.toMap(part -> part[0], part -> part[part.length - 1], (a, b) -> b));
            if (!query.containsKey("start_ts") || !query.containsKey("end_ts")) {
                wrong.add("a call without bounds: " + call);
                continue;
            }
            Instant from = Instant.ofEpochSecond(Long.parseLong(query.get("start_ts")));
            Instant to = Instant.ofEpochSecond(Long.parseLong(query.get("end_ts")));
            if (Duration.between(from, to).compareTo(WIDEST) > 0
                    || from.isBefore(call.at().minus(Duration.ofDays(days)).minus(RUN))
                    || to.isAfter(call.at().minus(SETTLED))) {
                wrong.add("a call out of bounds: " + call);
            }
        }
        return wrong;
    }
}
