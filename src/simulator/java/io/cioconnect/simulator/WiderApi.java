package io.cioconnect.simulator;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the App API serves beyond its ten lists: children of their rows, their usage, their metrics, and the account. */
public final class WiderApi {
    private static final Pattern CHILD = Pattern.compile("/v1/([a-z_]+)/([^/]+)/([a-z_]+)");

    private final ApiList workspaces = new ApiList("workspaces", "workspaces", "id", ApiList.Paging.NONE);
    private final ApiList channels = new ApiList("subscription_channels", "channels", "id", ApiList.Paging.NONE);
    private final ChildLists children;
    private final Usage usage;
    private final Metrics metrics = new Metrics();
    private final MetricReplies metricReplies;

    WiderApi(ApiLists lists, Supplier<Clock> clock) {
        children = new ChildLists(lists);
        usage = new Usage(lists);
        metricReplies = new MetricReplies(lists, children, metrics, clock);
        metrics.seed(clock.get().instant());
        workspaces.put("""
                {"id": 1, "name": "Simulated workspace", "people": 3, "messages_sent": 70,
                  "billable_messages_sent": 70, "object_types": 2, "objects": 0}""");
        Samples.resource("app-api-wider/subscription_channels.json")
                .get("channels")
                .forEach(row -> channels.put(row.toString()));
    }

    public ChildLists children() {
        return children;
    }

    /** The rows below one parent. */
    public ApiList children(ChildTable table, long parentId) {
        return children.of(table, parentId);
    }

    public Usage usage() {
        return usage;
    }

    public Metrics metrics() {
        return metrics;
    }

    /** All workspaces of the account. */
    public ApiList workspaces() {
        return workspaces;
    }

    Optional<ApiList> at(String path) {
        return List.of(workspaces, channels).stream()
                .filter(list -> list.path().equals(path))
                .findFirst()
                .or(() -> children.at(path));
    }

    /** The reply to a request that is not for a list, or that is for children of a missing parent. */
    Optional<Reply> answer(String path, Map<String, String> query) {
        return usage.answer(path).or(() -> metricReplies.answer(path, query)).or(() -> noParent(path));
    }

    private static Optional<Reply> noParent(String path) {
        Matcher parts = CHILD.matcher(path);
        if (!parts.matches() || ChildLists.table(parts.group(1), parts.group(3)).isEmpty()) {
            return Optional.empty();
        }
        if (parts.group(2).matches("\\d+")) {
            return Optional.of(Reply.error(404, "not found (reference a1b2c3)"));
        }
        return Optional.of(
                parts.group(1).equals("transactional")
                        ? Reply.metaError(400, "invalid id")
                        : Reply.error(400, "bad request (reference a1b2c3)"));
    }
}
