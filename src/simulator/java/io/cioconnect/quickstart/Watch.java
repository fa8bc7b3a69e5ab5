package io.cioconnect.quickstart;

import io.cioconnect.it.harness.BuildOutput;
import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.table.EventTables;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Shows what arrives, once a second, until it is asked to stop. For one thread. */
final class Watch {
    private static final Pattern COMPLAINT = Pattern.compile(" (WARN|ERROR) .*\\(io\\.cioconnect\\.");
    private static final int COMPLAINTS_SHOWN = 3;

    private final Workspace workspace;
    private final ConnectWorker worker;
    private final String connector;
    private final TopicFollower topics;
    private final WarehouseView warehouse;
    private final Screen screen;
    private final LiveTable table;
    private final int complaintsBefore;

    Watch(
            Workspace workspace,
            ConnectWorker worker,
            String connector,
            TopicFollower topics,
            WarehouseView warehouse,
            Screen screen) {
        this.workspace = workspace;
        this.worker = worker;
        this.connector = connector;
        this.topics = topics;
        this.warehouse = warehouse;
        this.screen = screen;
        this.table = table(
                workspace,
                name -> topics.counts(name).records(),
                name -> topics.counts(name).deletes(),
                warehouse::rows);
        this.complaintsBefore = complaints().size();
    }

    /** All tables of a workspace, with these figures. */
    static LiveTable table(
            Workspace workspace,
            ToLongFunction<String> records,
            ToLongFunction<String> deletes,
            ToLongFunction<String> rows) {
        List<List<String>> blocks = new ArrayList<>(workspace.polledTables());
        if (workspace.sendsEvents()) {
            blocks.set(
                    0,
                    Stream.concat(blocks.get(0).stream(), EventTables.names().stream())
                            .toList());
        }
        LiveTable table = new LiveTable(blocks);
        table.add("records", 7, name -> Long.toString(records.applyAsLong(name)));
        table.add("deletes", 7, name -> Long.toString(deletes.applyAsLong(name)));
        table.add("rows", 6, name -> Long.toString(rows.applyAsLong(name)));
        return table;
    }

    /**
     * Until a shutdown is requested or the limit is reached. The answers of the warehouse are shown at the end; without a limit, when
     * everything has been shown.
     *
     * @param limit zero if there is none
     */
    void run(Shutdown shutdown, Duration limit) throws InterruptedException {
        long start = System.nanoTime();
        boolean hasAnswered = false;
        while (!shutdown.isRequested() && (limit.isZero() || System.nanoTime() - start < limit.toNanos())) {
            long tick = System.nanoTime();
            topics.follow(Duration.ofSeconds(1));
            warehouse.refresh();
            workspace.tick(warehouse);
            screen.show(frame());
            if (limit.isZero() && !hasAnswered && isComplete()) {
                end();
                System.out.println();
                System.out.println("That is all there is to see. It goes on until you press Ctrl-C.");
                hasAnswered = true;
            }
            expectHealthy();
            shutdown.await(Duration.ofSeconds(1).minusNanos(System.nanoTime() - tick));
        }
        if (!shutdown.isRequested()) {
            end();
        }
    }

    /** Whether all tables have arrived, and whatever else was to be shown. */
    boolean isComplete() {
        return workspace.isTold() && missing().isEmpty();
    }

    private void end() {
        screen.showLast(frame());
        List<String> missing = missing();
        if (!missing.isEmpty()) {
            throw new IllegalStateException("These tables have not arrived in the warehouse: "
                    + String.join(", ", missing) + ". " + String.join(" ", reasons()) + " Logs: " + logs());
        }
        workspace.queries().forEach(query -> warehouse.answer(query).forEach(System.out::println));
    }

    private List<String> frame() {
        List<String> lines = new ArrayList<>(List.of(""));
        lines.addAll(workspace.lines());
        lines.add("");
        lines.addAll(table.lines());
        lines.add("records and deletes: written to the topic of the table; rows: in PostgreSQL now");
        if (!workspace.statusPage().isEmpty()) {
            lines.add("Open in a browser: " + workspace.statusPage());
        }
        lines.addAll(reasons());
        return lines;
    }

    private List<String> missing() {
        Stream<String> polled =
                workspace.polledTables().stream().flatMap(List::stream).filter(name -> !hasArrived(name));
        Stream<String> events =
                EventTables.names().stream().filter(name -> workspace.sendsEvents() && warehouse.rows(name) == 0);
        return Stream.concat(polled, events).toList();
    }

    private boolean hasArrived(String polledTable) {
        boolean isEmpty = topics.counts(polledTable).rows() == 0;
        return topics.hasArrived(polledTable) && (isEmpty || warehouse.rows(polledTable) > 0);
    }

    /** The connector's latest warnings and errors, while a table is missing. */
    private List<String> reasons() {
        if (missing().isEmpty()) {
            return List.of();
        }
        List<String> complaints = complaints();
        return complaints.subList(
                Math.max(Math.min(complaintsBefore, complaints.size()), complaints.size() - COMPLAINTS_SHOWN),
                complaints.size());
    }

    private List<String> complaints() {
        return worker.log()
                .lines()
                .filter(line -> COMPLAINT.matcher(line).find())
                .toList();
    }

    private void expectHealthy() {
        if (!worker.isAlive()) {
            throw new IllegalStateException("The worker has stopped. Its log: " + logs());
        }
        for (String name :
                Stream.concat(Stream.of(connector), warehouse.sinks().stream()).toList()) {
            List<String> failures = worker.rest().failures(name);
            if (!failures.isEmpty()) {
                throw new IllegalStateException(name + " failed: " + failures.get(0));
            }
        }
    }

    static Path logs() {
        return BuildOutput.directory().resolve("it-logs").resolve("quickstart-*.log");
    }
}
