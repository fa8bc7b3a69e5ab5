package io.cioconnect.status;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far the deliveries were read; all delivery tables are made of the same replies.
 *
 * @param rows by table, since its task started; known of tables that this worker reads
 * @param first the history, once
 * @param rescans one for each age, in the order configured
 * @param nextRead when the next of these is due; known of tables that this worker reads
 * @param failure of the read that has failed the longest, since its last window that was complete; known likewise
 * @param stale nothing was read for more than two of the shortest intervals
 * @param interval the shortest
 */
public record DeliveryReads(
        Map<String, Optional<Rows>> rows,
        Read first,
        List<Read> rescans,
        Optional<Instant> nextRead,
        Optional<ConnectorStatus.Failure> failure,
        boolean stale,
        Duration interval) {

    /**
     * Rows of complete windows.
     *
     * @param written those that were new or changed
     */
    public record Rows(long listed, long written) {}

    /**
     * One read that is made again and again.
     *
     * @param age of what it reads, such as {@code 3d}; empty for the first read
     * @param interval zero for the first read
     * @param lastStartedAt start of the last one that was complete
     */
    public record Read(String age, Duration interval, Optional<Instant> lastStartedAt, Optional<Underway> underway) {
        String name() {
            return age.isEmpty() ? "first read" : "up to " + age;
        }
    }

    /**
     * A read that is not complete yet.
     *
     * @param from first second of the window that is read now, or next
     * @param percent how much of its time was read
     */
    public record Underway(Instant startedAt, Instant since, Instant until, Instant from, Instant to, int percent) {}

    String names() {
        return String.join(", ", rows.keySet());
    }
}
