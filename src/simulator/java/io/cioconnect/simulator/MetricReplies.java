package io.cioconnect.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The replies with metrics: version 2 with dates for campaigns and their actions, version 1 without dates for everything else. Thread-safe.
 */
final class MetricReplies {
    private static final Pattern PATH = Pattern.compile("/v1/((campaigns|broadcasts|newsletters|transactional)/([^/]+)"
            + "(?:/(actions|contents)/([^/]+))?)/(metrics|metrics/links|journey_metrics)");
    private static final ZoneId EASTERN = ZoneId.of("America/New_York");
    private static final long TEN_YEARS = 3653L * 24 * 3600;
    private static final DateTimeFormatter GO_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xx zzz", Locale.ENGLISH);

    private final ApiLists parents;
    private final ChildLists children;
    private final Metrics metrics;
    private final Supplier<Clock> clock;

    MetricReplies(ApiLists parents, ChildLists children, Metrics metrics, Supplier<Clock> clock) {
        this.parents = parents;
        this.children = children;
        this.metrics = metrics;
        this.clock = clock;
    }

    Optional<Reply> answer(String path, Map<String, String> query) {
        Matcher parts = PATH.matcher(path);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String parent = parts.group(1);
        String list = parts.group(2);
        boolean isThere = parents.has(list, parts.group(3)) && (parts.group(4) == null || hasChild(parts));
        if (!isThere) {
            return Optional.of(Reply.error(404, "not found (reference a1b2c3)"));
        }
        try {
            return switch (parts.group(6)) {
                case "metrics/links" -> Optional.of(Reply.json(200, links(parent, query)));
                case "journey_metrics" ->
                    list.equals("campaigns") && parts.group(4) == null
                            ? Optional.of(Reply.json(200, journeys(parts.group(3), query)))
                            : Optional.empty();
                default ->
                    Optional.of(Reply.json(
                            200,
                            list.equals("campaigns") && "2".equals(query.get("version"))
                                    ? version2(parent, query)
                                    : version1(parent, list, parts.group(3), query)));
            };
        } catch (BadWindow e) {
            return Optional.of(Reply.error(400, "bad request: " + e.getMessage() + " (reference a1b2c3)"));
        }
    }

    private static final class BadWindow extends Exception {
        private static final long serialVersionUID = 1L;

        BadWindow(String message) {
            super(message);
        }
    }

    private boolean hasChild(Matcher parts) {
        return children.at("/v1/" + parts.group(2) + "/" + parts.group(3) + "/" + parts.group(4))
                .filter(list -> list.ids().contains(parts.group(5)))
                .isPresent();
    }

    private ObjectNode version2(String parent, Map<String, String> query) throws BadWindow {
        Buckets buckets = buckets(query, "res");
        ZoneId zone = zone(query.getOrDefault("tz", "UTC"));
        Window window = window(query);
        List<Instant> bounds = buckets.between(window.start, window.end, zone);
        ObjectNode reply = JsonNodeFactory.instance.objectNode();
        reply.putObject("metric").set("series", metrics.read(parent).series(bounds));
        Instant start = metrics.isStartAsAsked() ? window.start : bounds.get(0);
        reply.put("res", buckets.name().toLowerCase(Locale.ROOT))
                .put("start", GO_TIME.format(start.atZone(zone)))
                .put(
                        "end",
                        GO_TIME.format(
                                bounds.get(bounds.size() - 1).minusSeconds(1).atZone(zone)));
        addVariants(parent, bounds, reply);
        return reply;
    }

    private ObjectNode version1(String parent, String list, String id, Map<String, String> query) throws BadWindow {
        List<Instant> bounds = steps(query);
        ObjectNode reply = JsonNodeFactory.instance.objectNode();
        ObjectNode metric = reply.putObject("metric");
        if (list.equals("newsletters")) {
            metric.set("type", parents.list(list).row(id).path("type"));
        }
        metric.set("series", metrics.read(parent).series(bounds));
        addVariants(parent, bounds, reply);
        return reply;
    }

    private void addVariants(String parent, List<Instant> bounds, ObjectNode reply) {
        List<Metrics.Variant> variants = metrics.variants(parent);
        if (!variants.isEmpty()) {
            ObjectNode all = reply.putObject("language_variants");
            variants.forEach(variant -> all.putObject(variant.actionId())
                    .put("default", variant.isDefault())
                    .put("language", variant.language())
                    .set("series", variant.counts().series(bounds)));
        }
    }

    private ObjectNode links(String parent, Map<String, String> query) throws BadWindow {
        List<Instant> bounds = steps(query);
        ObjectNode reply = JsonNodeFactory.instance.objectNode();
        List<Metrics.Link> links = metrics.links(parent);
        if (links.isEmpty() && metrics.isNullWhenEmpty()) {
            return reply.putNull("links");
        }
        var all = reply.putArray("links");
        for (Metrics.Link link : links) {
            ObjectNode json = all.addObject();
            json.putObject("link").put("id", link.id()).put("href", link.href());
            Counts counts = "true".equals(query.get("unique")) ? link.unique() : link.clicks();
            json.putObject("metric").set("series", counts.series(bounds));
        }
        return reply;
    }

    private ObjectNode journeys(String campaignId, Map<String, String> query) throws BadWindow {
        Buckets buckets = buckets(query, "resolution");
        Window window = window(query);
        List<Instant> bounds = buckets.between(window.start, window.end, ZoneOffset.UTC);
        ObjectNode reply = JsonNodeFactory.instance.objectNode();
        reply.set("journey_metric", metrics.readJourneys(campaignId).series(bounds));
        return reply;
    }

    private record Window(Instant start, Instant end) {}

    private static Window window(Map<String, String> query) throws BadWindow {
        long start = seconds(query, "start");
        long end = seconds(query, "end");
        if (start > end || end - start > TEN_YEARS) {
            throw new BadWindow("start and end");
        }
        return new Window(Instant.ofEpochSecond(start), Instant.ofEpochSecond(end));
    }

    private List<Instant> steps(Map<String, String> query) throws BadWindow {
        Buckets buckets =
                Buckets.named(query.getOrDefault("period", "days")).orElseThrow(() -> new BadWindow("period"));
        Optional<Integer> asked =
                query.containsKey("steps") ? Optional.of((int) seconds(query, "steps")) : Optional.empty();
        return buckets.upTo(clock.get().instant(), buckets.steps(asked), EASTERN);
    }

    private static Buckets buckets(Map<String, String> query, String parameter) throws BadWindow {
        return Buckets.named(query.getOrDefault(parameter, "")).orElseThrow(() -> new BadWindow(parameter));
    }

    private static long seconds(Map<String, String> query, String parameter) throws BadWindow {
        String text = query.getOrDefault(parameter, "");
        if (!text.matches("\\d{1,12}")) {
            throw new BadWindow(parameter);
        }
        return Long.parseLong(text);
    }

    private static ZoneId zone(String name) throws BadWindow {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new BadWindow("tz: " + e.getMessage());
        }
    }
}
