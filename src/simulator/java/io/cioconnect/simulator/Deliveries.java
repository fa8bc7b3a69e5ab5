package io.cioconnect.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.simulator.Delivery.Privacy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The deliveries at {@code /v1/messages}. What happens to each is drawn from a seed when it is created, and becomes visible when the
 * simulator's clock reaches that time. Thread-safe.
 */
public final class Deliveries {
    static final String PATH = "/v1/messages";

    private final ApiLists lists;
    private final ChildLists children;
    private final Supplier<Clock> clock;
    private final TreeMap<Place, Entry> entries = new TreeMap<>(); // newest first; guarded by this
    private final List<Delivery> all = new ArrayList<>();
    private final Map<String, Privacy> privacy = new ConcurrentHashMap<>();
    private final List<Consumer<Delivery>> listeners = new ArrayList<>();
    private DeliveryLives lives;
    private Duration listingDelay = Duration.ZERO;
    private boolean emptyPages;

    /** The position of a delivery: newest first; within one second, the one added last comes first. */
    private record Place(long created, long number) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int byTime = Long.compare(other.created, created);
            return byTime == 0 ? Long.compare(other.number, number) : byTime;
        }
    }

    /** A delivery, or a row that a test supplies. */
    record Entry(String id, RowAt row) {}

    interface RowAt {
        ObjectNode json(Instant now);
    }

    Deliveries(ApiLists lists, ChildLists children, Supplier<Clock> clock) {
        this.lists = lists;
        this.children = children;
        this.clock = clock;
        this.lives = new DeliveryLives(lists, children, 1);
    }

    /** Forgets all deliveries; the next ones are drawn from this seed. */
    public synchronized void clear(long seed) {
        entries.clear();
        all.clear();
        privacy.clear();
        lives = new DeliveryLives(lists, children, seed);
    }

    /** Adds one delivery of any message to any person. */
    public synchronized Delivery create(Instant created) {
        Delivery delivery = lives.draw(created);
        all.add(delivery);
        add(delivery.created(), new Entry(delivery.id(), now -> delivery.json(now, privacyOf(delivery))));
        listeners.forEach(listener -> listener.accept(delivery));
        return delivery;
    }

    /** Adds this many deliveries, spread evenly over a period, its end excluded. */
    public void create(int count, Instant from, Instant until) {
        Duration step = Duration.between(from, until).dividedBy(count);
        for (int i = 0; i < count; i++) {
            create(from.plus(step.multipliedBy(i)));
        }
    }

    /** Adds one at a steady rate until the load is closed, each created at the time that it is asked for. */
    public SteadyLoad load(int perSecond, Supplier<Instant> created) {
        return new SteadyLoad(perSecond, Integer.MAX_VALUE, () -> create(created.get()));
    }

    /** Adds a row as it is; it needs only an id and a time of creation. */
    public synchronized void put(ObjectNode row) {
        ObjectNode copy = row.deepCopy();
        Instant created = Instant.ofEpochSecond(copy.get("created").asLong());
        add(created, new Entry(copy.path("id").asText(), now -> copy.deepCopy()));
    }

    /** All deliveries that were drawn, in the order of creation calls. */
    public synchronized List<Delivery> all() {
        return List.copyOf(all);
    }

    /** Deletes the person: their deliveries keep only the {@code cio_id}. */
    public void deletePerson(String id) {
        privacy.put(id, Privacy.DELETED);
    }

    /** Suppresses the person: their deliveries keep nothing about them. */
    public void suppressPerson(String id) {
        privacy.put(id, Privacy.ANONYMOUS);
    }

    /** How long after its creation a delivery is listed; 0 at first. */
    public synchronized void listingDelay(Duration value) {
        listingDelay = value;
    }

    /** Whether an empty page with a cursor comes between two pages. */
    public synchronized void emptyPages(boolean value) {
        emptyPages = value;
    }

    /** Called once for each drawn delivery, past and future, on the thread that draws it. */
    synchronized void follow(Consumer<Delivery> listener) {
        all.forEach(listener);
        listeners.add(listener);
    }

    Privacy privacyOf(Delivery delivery) {
        return privacy.getOrDefault(delivery.person().id(), Privacy.KNOWN);
    }

    private void add(Instant created, Entry entry) {
        entries.put(new Place(created.getEpochSecond(), entries.size()), entry);
    }

    /** One page, by the rules of the API: see {@link MessageQuery}. */
    synchronized ListPage page(Map<String, String> parameters) throws ListPage.BadQuery {
        Instant now = clock.get().instant();
        MessageQuery query = MessageQuery.of(parameters, now);
        long newest = Math.min(query.end(), now.minus(listingDelay).getEpochSecond());
        Collection<Entry> window = newest < query.start()
                ? List.of()
                : entries.subMap(
                                new Place(newest, Long.MAX_VALUE), true, new Place(query.start(), Long.MIN_VALUE), true)
                        .values();
        List<ApiList.Row> rows = window.stream()
                .filter(entry -> query.matches(() -> entry.row().json(now)))
                .skip(query.offset())
                .limit(query.limit() + 1L)
                .map(entry -> new ApiList.Row(
                        entry.id(), () -> query.shown(entry.row().json(now))))
                .toList();
        return query.page(rows, emptyPages);
    }

    Optional<Listing> at(String path) {
        return path.equals(PATH) ? Optional.of(new Listing("deliveries", "messages", this::page)) : Optional.empty();
    }

    /** {@code /v1/messages/{id}}. */
    synchronized Optional<Reply> answer(String path) {
        if (!path.startsWith(PATH + "/")) {
            return Optional.empty();
        }
        String id = path.substring(PATH.length() + 1);
        return Optional.of(entries.values().stream()
                .filter(entry -> entry.id().equals(id))
                .findFirst()
                .map(entry -> Reply.json(
                        200,
                        JsonNodeFactory.instance
                                .objectNode()
                                .set("message", entry.row().json(clock.get().instant()))))
                .orElseGet(() -> Reply.error(404, "not found (reference a1b2c3)")));
    }
}
