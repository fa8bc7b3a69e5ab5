package io.cioconnect.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.api.AppApiClient;
import io.cioconnect.config.AppApiConfig;
import io.cioconnect.config.DeliveriesConfig;
import io.cioconnect.config.TopicConfig;
import io.cioconnect.offset.Window;
import io.cioconnect.record.RecordQueue;
import io.cioconnect.record.SizeLimits;
import io.cioconnect.sync.PassFailedException;
import io.cioconnect.table.Source;
import io.cioconnect.table.Tables;
import io.cioconnect.testing.FakeConnect;
import io.cioconnect.testing.ManualClock;
import io.cioconnect.testing.PromptSockets;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.LongBinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When the pages of a window come to an end, and when they never would. Each page has a cursor that was not used before. */
class WindowFetchTest {
    private static final Source.Windows SOURCE =
            (Source.Windows) Tables.named("deliveries").source();
    private static final Window WINDOW = new Window(1_000_000_000, 1_000_086_399);
    private static final String END = "";
    private static final Duration TIMEOUT = Duration.ofHours(1);

    @AutoClose
    private final MockWebServer server = new MockWebServer();

    @AutoClose
    private AppApiClient api;

    private IntFunction<List<String>> idsOfPage = page -> List.of();
    private LongBinaryOperator created =
            (page, row) -> 1_000_000_000; // of one second, so that the window cannot be cut
    private int endsAt = Integer.MAX_VALUE;
    private String typeOfOnePage = "";
    private final ManualClock clock = new ManualClock();
    private Duration ofACall = Duration.ZERO;
    private Duration betweenCalls = Duration.ZERO;

    @BeforeEach
    void serve() throws IOException {
        server.setServerSocketFactory(new PromptSockets());
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                clock.advance(ofACall);
                String cursor = request.getUrl().queryParameter("start");
                int page = cursor == null ? 0 : Integer.parseInt(cursor);
                return new MockResponse.Builder()
                        .addHeader("Content-Type", "application/json")
                        .body(body(page, typeOfOnePage.equals(request.getUrl().queryParameter("type")) ? 0 : endsAt))
                        .build();
            }
        });
        server.start();
        var config = new AppApiConfig(
                server.url("/").uri(), Optional.of(new Password("key")), 1_000_000, Duration.ofSeconds(10));
        api = new AppApiClient(config, 1_000_000, "test");
    }

    @Test
    void pagesThatTakeTurnsFailTheWindow() {
        idsOfPage = page -> List.of(page % 2 == 0 ? "a" : "b");
        endsAt = 200;
        assertFails();
        assertThat(server.getRequestCount()).isLessThan(10);
    }

    @Test
    void pagesOfManyRowsThatComeAgainInAnotherOrderFailTheWindow() {
        idsOfPage = page -> Stream.iterate(page, i -> i + 1)
                .limit(7)
                .map(i -> "d" + i * i % 7)
                .toList();
        endsAt = 200;
        assertFails();
        assertThat(server.getRequestCount()).isLessThan(10);
    }

    @Test
    void pagesWithoutNewsFailTheWindowAlsoWithEmptyOnesBetween() {
        idsOfPage = page -> page % 2 == 0 ? List.of("a") : List.of();
        endsAt = 200;
        assertFails();
        assertThat(server.getRequestCount()).isLessThan(10);
    }

    @Test
    void aPageWithoutNewsIsNotTheEnd() throws Exception {
        idsOfPage = page -> List.of(List.of("a", "b"), List.of("b"), List.of("a", "b"), List.of("c"))
                .get(page);
        endsAt = 3;
        assertThat(readAll(List.of())).containsExactly("a", "b", "b", "a", "b", "c");
    }

    @Test
    void pagesThatBringSomethingNewAreReadHoweverManyThereAre() throws Exception {
        idsOfPage = page -> List.of("always", "d" + page);
        endsAt = 199;
        assertThat(readAll(List.of())).hasSize(400);
    }

    @Test
    void eachTypeIsAWalkOfItsOwn() throws Exception {
        idsOfPage = page -> List.of("d" + page);
        endsAt = 5;
        assertThat(readAll(List.of("email", "push"))).hasSize(12);
    }

    @Test
    void pagesThatNeverEndFailTheWindowByTheTimeTheyTake() {
        idsOfPage = page -> List.of("d" + page);
        endsAt = 200;
        ofACall = Duration.ofMinutes(1);
        assertThatThrownBy(() -> readAll(List.of()))
                .isInstanceOf(PassFailedException.class)
                .hasMessageContaining("longer than refresh.pass.timeout.ms (3600000)");
        assertThat(server.getRequestCount()).isEqualTo(61);
    }

    @Test
    void onlyTheCallsOfOneWalkCountAsItsTime() throws Exception {
        idsOfPage = page -> List.of("d" + page);
        endsAt = 50;
        ofACall = Duration.ofMinutes(1);
        betweenCalls = Duration.ofMinutes(10);
        assertThat(readAll(List.of("email", "push"))).hasSize(2 * 51);
    }

    /** As many pages as the time allows, however few they are. */
    @Test
    void aWindowWhosePagesTakeLongIsCutBeforeItFails() throws Exception {
        created = (page, row) -> 1_000_086_000 - 10 * page - row;
        idsOfPage = page -> List.of("d" + page + "a", "d" + page + "b");
        ofACall = Duration.ofMinutes(10);
        var fetch = fetch(List.of());
        while (fetch.hasNext()) {
            fetch.next();
        }
        assertThat(fetch.pages()).as("half an hour, and a call").isEqualTo(4);
    }

    /** Or else a channel with millions of deliveries beside a small one would fail each time. */
    @Test
    void aLaterTypeWhosePagesTakeLongCutsTheWindowToo() throws Exception {
        created = (page, row) -> 1_000_086_000 - 10 * page - row;
        idsOfPage = page -> List.of("d" + page + "a", "d" + page + "b");
        typeOfOnePage = "push";
        ofACall = Duration.ofMinutes(10);
        var fetch = fetch(List.of("push", "email"));
        List<ObjectNode> rows = List.of();
        while (fetch.hasNext()) {
            rows = fetch.next();
        }
        assertThat(fetch.pages()).isEqualTo(1 + 4);
        assertThat(fetch.window()).isEqualTo(new Window(1_000_085_970, WINDOW.to()));
        assertThat(rows)
                .as("of the last second")
                .extracting(row -> row.get("id").asText())
                .containsExactly("d3a");
    }

    /** What it keeps is not read again, neither as a part of the rest nor by the next type. */
    @Test
    void aTypeThatIsCutBeforeAnotherKeepsTheRowsOfItsLastPage() throws Exception {
        created = (page, row) -> 1_000_086_000 - 10 * page - row;
        idsOfPage = page -> List.of("d" + page + "a", "d" + page + "b");
        typeOfOnePage = "push";
        ofACall = Duration.ofMinutes(10);
        assertThat(readAll(List.of("email", "push")))
                .containsExactly("d0a", "d0b", "d1a", "d1b", "d2a", "d2b", "d3a", "d0a", "d0b");
    }

    /** What the types before it brought of the rest would be read again. */
    @Test
    void aLaterTypeWithManyPagesDoesNotCutTheWindow() throws Exception {
        created = (page, row) -> 1_000_086_000 - 10 * page - row;
        idsOfPage = page -> List.of("d" + page + "a", "d" + page + "b");
        typeOfOnePage = "push";
        endsAt = 2 * WindowFetch.PAGES;
        assertThat(readAll(List.of("push", "email"))).hasSize(2 + 2 * (endsAt + 1));
    }

    private void assertFails() {
        assertThatThrownBy(() -> readAll(List.of()))
                .isInstanceOf(PassFailedException.class)
                .hasMessageContaining("do not end");
    }

    private List<String> readAll(List<String> types) throws Exception {
        var fetch = fetch(types);
        List<String> ids = new ArrayList<>();
        while (fetch.hasNext()) {
            for (ObjectNode row : fetch.next()) {
                ids.add(row.get("id").asText());
            }
            clock.advance(betweenCalls);
        }
        return ids;
    }

    private WindowFetch fetch(List<String> types) {
        var config = new DeliveriesConfig(List.of("deliveries"), "P30D", List.of(), types);
        var topics = new TopicConfig("p", false);
        RecordQueue queue = new FakeConnect(false).queue();
        var parts = new WindowParts(config, false, TIMEOUT, topics, SizeLimits.standard(), queue, clock);
        return new WindowFetch(api, SOURCE, parts, WINDOW);
    }

    private String body(int page, int last) {
        List<String> ids = idsOfPage.apply(page);
        String next = page == last ? END : Integer.toString(page + 1);
        return IntStream.range(0, ids.size())
                .mapToObj(row -> "{\"id\":\"" + ids.get(row) + "\",\"created\":" + created.applyAsLong(page, row) + "}")
                .collect(Collectors.joining(",", "{\"messages\":[", "],\"next\":\"" + next + "\"}"));
    }
}
