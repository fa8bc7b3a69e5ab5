package io.cioconnect.window;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.api.AppApiClient;
import io.cioconnect.api.AppApiException;
import io.cioconnect.offset.Window;
import io.cioconnect.offset.WindowOffset;
import io.cioconnect.schema.RejectedRow;
import io.cioconnect.schema.RowException;
import io.cioconnect.sync.PassFailedException;
import io.cioconnect.sync.Sync;
import io.cioconnect.table.DeliveryRows;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One read after the other, each window by window, the newest first. A turn is a slice of a read. A window that fails goes behind the others
 * of its read. The loop's thread only.
 */
final class WindowSync implements Sync {
    private static final Logger log = LoggerFactory.getLogger(WindowSync.class);

    /** The API silently drops what is older than six months before the end. */
    static final Duration LONGEST_WINDOW = Duration.ofDays(30);

    private static final Duration SLICE = Duration.ofSeconds(10);

    private final ReadPlan plan;
    private final ReadState state;
    private final AppApiClient api;
    private final WindowParts parts;
    private final List<WrittenTable> tables;
    private final Watched watched;
    private boolean writesAll;
    private Instant lastStart;
    private int failedInARow;
    private WindowOffset.@Nullable Read read;
    private @Nullable Reading reading;

    /** The window under way. */
    private record Reading(Window whole, WindowFetch fetch, OpenWindow records) {}

    WindowSync(
            ReadPlan plan,
            ReadState state,
            AppApiClient api,
            WindowParts parts,
            List<WrittenTable> tables,
            Watched watched) {
        this.plan = plan;
        this.state = state;
        this.api = api;
        this.parts = parts;
        this.tables = tables;
        this.watched = watched;
        this.writesAll = parts.onStart();
        // the first read looks at each start whether there is something to do
        this.lastStart = plan.age().isZero()
                ? Instant.EPOCH
                : state.lastStart(plan.age()).orElseGet(() -> parts.clock().instant());
    }

    @Override
    public String name() {
        return state.table() + " (" + plan.name() + ")";
    }

    @Override
    public Duration interval() {
        return plan.interval();
    }

    @Override
    public Instant lastStart() {
        return lastStart;
    }

    @Override
    public String remembered() {
        return state.underway(plan.age())
                .map(underway -> "began " + underway.startedAt() + ", parts left: "
                        + underway.left().size())
                .orElse("nothing left of an earlier read");
    }

    /** What keeps windows from being complete fails the turn. */
    @Override
    public Optional<String> concern() {
        return Optional.empty();
    }

    @Override
    public boolean isShort() {
        return false;
    }

    @Override
    public boolean starting(boolean wasDue) {
        watched.starting(state.lastStart(plan.age()));
        return state.underway(plan.age()).isPresent() || parts.onStart();
    }

    @Override
    public void due(Instant at) {
        watched.due(plan.name(), at);
    }

    @Override
    public void failed(String reason) {
        watched.failed(plan.name(), reason);
    }

    @Override
    public Turn run(Instant start, BetweenCalls others)
            throws AppApiException, RowException, PassFailedException, IOException, InterruptedException {
        if (!beginOrContinue(start)) {
            lastStart = start;
            return Turn.NOTHING;
        }
        while (read != null) {
            step(read);
            if (read != null && isSliceOver(start)) {
                return Turn.UNFINISHED;
            }
            others.run();
        }
        return Turn.COMPLETE;
    }

    /** Also when the clock was set back: the others would wait until it has caught up. */
    private boolean isSliceOver(Instant start) {
        return Duration.between(start, parts.clock().instant()).abs().compareTo(SLICE) >= 0;
    }

    /** False when there is nothing to read. */
    private boolean beginOrContinue(Instant now) {
        WindowOffset.Read underway = read;
        boolean allFailed = underway != null
                && failedInARow >= underway.left().size()
                && !plan.age().isZero()
                && !now.isBefore(underway.startedAt().plus(plan.interval()));
        if (underway == null || allFailed) {
            // what an earlier task began would leave out the windows that it had read
            Optional<WindowOffset.Read> next = allFailed || writesAll ? plan.restart(now) : plan.next(now);
            next.ifPresent(begun -> log.info(
                    "Table {}: reading what was created from {} to {}",
                    name(),
                    Instant.ofEpochSecond(begun.since()),
                    Instant.ofEpochSecond(begun.until())));
            read = next.orElse(null);
            reading = null;
            failedInARow = 0;
        }
        return read != null;
    }

    private void step(WindowOffset.Read current)
            throws AppApiException, RowException, PassFailedException, IOException, InterruptedException {
        Reading window = reading == null ? open(current) : reading;
        reading = window;
        boolean succeeds = false;
        try {
            fetchPage(window);
            if (!window.fetch.hasNext()) {
                complete(current, window);
            }
            succeeds = true;
        } finally {
            if (!succeeds) {
                putBehindTheOthers(current, window);
            }
        }
    }

    private Reading open(WindowOffset.Read current) {
        Window whole = current.left().get(0).newest(LONGEST_WINDOW);
        var records = new OpenWindow(
                parts,
                tables,
                plan.age(),
                parts.clock().instant().truncatedTo(ChronoUnit.MILLIS),
                state.partition(plan.age()),
                state.reading(plan.age(), current).toMap());
        var fetch = new WindowFetch(api, tables.get(0).source(), parts, whole);
        return new Reading(whole, fetch, records);
    }

    private void fetchPage(Reading window)
            throws AppApiException, RowException, PassFailedException, IOException, InterruptedException {
        List<ObjectNode> rows = window.fetch.next();
        window.records.renew();
        Instant changedAfter = writesAll ? Instant.MIN : plan.changedAfter();
        for (ObjectNode row : rows) {
            window.records.add(row, isNewer(row, changedAfter));
        }
        for (RejectedRow row : window.fetch.rejected()) {
            window.records.addRejected(row);
        }
    }

    /** What has no time at all is written each time. */
    private static boolean isNewer(ObjectNode row, Instant than) {
        OptionalLong newest = DeliveryRows.newest(row);
        return newest.isEmpty() || Instant.ofEpochSecond(newest.getAsLong()).isAfter(than);
    }

    private void complete(WindowOffset.Read current, Reading window) throws InterruptedException, PassFailedException {
        Window done = window.fetch.window();
        List<Window> left = leftBeside(done, current);
        WindowOffset.Read next = current.withLeft(left);
        WindowOffset after = left.isEmpty() ? state.complete(plan.age(), next) : state.reading(plan.age(), next);
        window.records.complete(done, window.fetch.pages(), after.toMap());
        state.put(after);
        watched.recovered(plan.name());
        reading = null;
        failedInARow = 0;
        read = next;
        if (left.isEmpty()) {
            tables.forEach(table -> table.rejected().endRead(plan.age()));
            read = null;
            writesAll = false;
            lastStart = plan.age().isZero() ? parts.clock().instant() : next.startedAt();
        }
    }

    /** What is left of a read but for this, the newest part of the first window left. */
    private static List<Window> leftBeside(Window newest, WindowOffset.Read current) {
        List<Window> left = new ArrayList<>(current.left());
        Window head = left.remove(0);
        if (head.from() < newest.from()) {
            left.add(0, new Window(head.from(), newest.from() - 1));
        }
        return left;
    }

    private void putBehindTheOthers(WindowOffset.Read current, Reading window) {
        Window failed = window.whole;
        List<Window> left = leftBeside(failed, current);
        // one that took too long would take as long again
        left.addAll(window.fetch.tookTooLong() ? failed.halves() : List.of(failed));
        read = current.withLeft(left);
        reading = null;
        failedInARow++;
    }
}
