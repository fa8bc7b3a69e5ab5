package io.cioconnect.window;

import io.cioconnect.testing.FakeConnect;
import io.cioconnect.window.ModelSettings.Started;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Knows what the page on deliveries promises, and compares it with what a {@link WindowModelRun} asked for and wrote. */
final class WindowModelJudge {
    /** Clocks that differ, and calls that take their time. */
    private static final long SLACK = Duration.ofHours(2).toSeconds();

    private static final long LONGEST_WINDOW = Duration.ofDays(30).toSeconds();
    private static final long LISTED_AFTER = 60;

    /** From one change of the clock to the next. */
    private static final int MOST_CALLS = 3_000;

    private final String description;
    private final FakeConnect connect;
    private final ModelServer customerIo;
    private final List<Started> history = new ArrayList<>();
    private long latest; // by the worker's clock
    private long firstStored = Long.MAX_VALUE; // when a task first found something stored
    private int checkedLog;
    int calls;
    int checkedChanges;

    WindowModelJudge(String description, FakeConnect connect, ModelServer customerIo) {
        this.description = description;
        this.connect = connect;
        this.customerIo = customerIo;
    }

    void started(Started task) {
        if (!connect.stored().isEmpty()) {
            firstStored = Math.min(firstStored, task.at().getEpochSecond());
        }
        history.add(task);
    }

    private Started current() {
        return history.get(history.size() - 1);
    }

    /** Looks at what was asked for and written since the last time. */
    void watch() {
        List<ModelServer.Call> since = customerIo.calls();
        calls += since.size();
        since.forEach(this::check);
        require(since.size() < MOST_CALLS, "reads do not end: " + since.size() + " calls");
        for (; checkedLog < connect.log().size(); checkedLog++) {
            FakeConnect.Written written = connect.log().get(checkedLog);
            require(!written.isDelete(), "deleted " + written.key());
            require(!written.topic().equals("p.quarantine"), "rejected " + written);
        }
    }

    private void check(ModelServer.Call call) {
        latest = Math.max(latest, call.at());
        require(call.from() <= call.to(), "a window ends before it begins: " + call);
        require(call.to() - call.from() < LONGEST_WINDOW, "a window is too long: " + call);
        require(call.to() <= latest - LISTED_AFTER, "a window ends too late: " + call);
        long start = current().config().startsAtDate()
                ? current().start()
                : history.stream().mapToLong(Started::start).min().orElseThrow() - SLACK;
        require(call.from() >= start, "asked for what is before deliveries.start: " + call);
        List<String> types = current().config().types();
        require(call.type().isPresent() ? types.contains(call.type().get()) : types.isEmpty(), "wrong type: " + call);
    }

    /** Everything that is promised is written. */
    void everythingIsThere() {
        Set<String> deliveries = keys("p.deliveries");
        Set<String> metrics = keys("p.delivery_metrics");
        List<String> tables = current().config().tables();
        for (ModelDelivery delivery : customerIo.deliveries()) {
            if (!isRequired(delivery)) {
                continue;
            }
            require(
                    !tables.contains("deliveries") || deliveries.contains(delivery.id()),
                    "not written: " + delivery + " in " + history);
            for (ModelDelivery.Metric metric : delivery.metrics()) {
                if (isPromised(delivery, metric)) {
                    checkedChanges++;
                    require(
                            !tables.contains("delivery_metrics")
                                    || metrics.contains(delivery.id() + "/" + metric.name()),
                            metric + " not written, of " + delivery + " in " + history);
                    require(
                            !tables.contains("deliveries") || isInRow(delivery, metric),
                            metric + " not in the row of " + delivery + " in " + history);
                }
            }
        }
    }

    private Set<String> keys(String topic) {
        Set<String> keys = new HashSet<>();
        connect.log(topic).forEach(written -> keys.add(written.key()));
        return keys;
    }

    private boolean isInRow(ModelDelivery delivery, ModelDelivery.Metric metric) {
        return Optional.ofNullable(connect.folded("p.deliveries").get(delivery.id()))
                .map(row -> row.get("metrics_" + metric.name()))
                .isPresent();
    }

    private boolean isRequired(ModelDelivery delivery) {
        if (!current().types().contains(delivery.type()) || delivery.listed() > customerIo.now() - SLACK) {
            return false;
        }
        boolean isSinceStart = current().config().startsAtDate()
                ? delivery.created() >= current().start()
                : delivery.created() >= current().start() + SLACK;
        boolean isInTime = delivery.listed() <= delivery.created() + LISTED_AFTER;
        return (isSinceStart || cameWhileItWasRead(delivery)) && (isInTime || isNoticed(delivery, delivery.listed()));
    }

    /** What came since the first read began is read whatever it takes. */
    private boolean cameWhileItWasRead(ModelDelivery delivery) {
        return delivery.created() > firstStored
                && history.stream()
                        .allMatch(task -> asksForAll(
                                        current().config().types(),
                                        task.config().types())
                                && new HashSet<>(task.config().tables())
                                        .containsAll(current().config().tables())
                                && (!task.config().startsAtDate() || task.start() <= delivery.created()));
    }

    /** No types are all, also those that nobody knows yet. */
    private static boolean asksForAll(List<String> wanted, List<String> asked) {
        return asked.isEmpty() || (!wanted.isEmpty() && asked.containsAll(wanted));
    }

    private boolean isPromised(ModelDelivery delivery, ModelDelivery.Metric metric) {
        long visible = delivery.visible(metric);
        if (visible > customerIo.now() - SLACK) {
            return false; // may come after the last read
        }
        return visible <= customerIo.firstShown(delivery.id()).orElse(Long.MAX_VALUE) || isNoticed(delivery, visible);
    }

    /** Whether rescans notice what is shown of a delivery from then on. */
    private boolean isNoticed(ModelDelivery delivery, long visible) {
        long age = visible - delivery.created();
        for (int i = 0; i < history.size(); i++) {
            boolean isOver = i + 1 < history.size() && history.get(i + 1).at().getEpochSecond() < visible - SLACK;
            Started task = history.get(i);
            boolean isTooEarly = task.config().startsAtDate() && task.start() > delivery.created();
            if (!isOver && (isTooEarly || age > task.safeAge() - SLACK)) {
                return false;
            }
        }
        return true;
    }

    void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(description + ": " + otherwise);
        }
    }
}
