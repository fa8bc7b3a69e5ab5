package io.cioconnect.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.api.AppApiClient;
import io.cioconnect.config.AppApiConfig;
import io.cioconnect.config.ContentConfig;
import io.cioconnect.config.RefreshConfig;
import io.cioconnect.config.RefreshConfig.Deletes;
import io.cioconnect.config.RefreshConfig.Emit;
import io.cioconnect.config.TopicConfig;
import io.cioconnect.metrics.TableMetrics;
import io.cioconnect.record.SizeLimits;
import io.cioconnect.sync.PassMarker;
import io.cioconnect.sync.RowConverter;
import io.cioconnect.table.Table;
import io.cioconnect.table.Tables;
import io.cioconnect.testing.FakeConnect;
import io.cioconnect.testing.ManualClock;
import io.cioconnect.testing.PromptSockets;
import io.cioconnect.testing.SteadyConnect;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a list of parents comes in pages, one may be skipped. The rows of those that it lists are certain all the same. */
class PagedParentsTest {
    private static final Duration INTERVAL = Duration.ofHours(6);
    private static final TopicConfig TOPICS = new TopicConfig("p", false);

    @AutoClose
    private final MockWebServer server = new MockWebServer();

    @AutoClose
    private AppApiClient api;

    private final Map<String, String> replies = new ConcurrentHashMap<>();
    private final FakeConnect connect = new FakeConnect(false);
    private final ManualClock clock = new ManualClock();
    private final ExecutorService refreshThread = Executors.newSingleThreadExecutor();

    @BeforeEach
    void serve() throws IOException {
        server.setServerSocketFactory(new PromptSockets());
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                String start = request.getUrl().queryParameter("start");
                String asked = request.getUrl().encodedPath() + (start == null ? "" : "#" + start);
                String reply = replies.get(asked);
                return new MockResponse.Builder()
                        .code(reply == null ? 404 : 200)
                        .addHeader("Content-Type", "application/json")
                        .body(reply == null ? "{\"errors\":[{\"detail\":\"not found\"}]}" : reply)
                        .build();
            }
        });
        server.start();
        var config = new AppApiConfig(
                server.url("/").uri(), Optional.of(new Password("key")), 1_000_000, Duration.ofSeconds(10));
        api = new AppApiClient(config, 1_000_000, "test");
    }

    @AfterEach
    void endThread() {
        refreshThread.shutdownNow();
    }

    /** As a list is that is documented as one page. */
    @Test
    void theRowsOfAParentThatAPageMaySkipMustBeAbsentTwice() throws Exception {
        replies.put("/v1/campaigns", "{\"campaigns\":[{\"id\":5}],\"next\":\"x\"}");
        replies.put("/v1/campaigns#x", "{\"campaigns\":[{\"id\":8},{\"id\":9}]}");
        for (int campaign : new int[] {5, 8, 9}) {
            replies.put("/v1/campaigns/" + campaign + "/actions", "{\"actions\":[{\"id\":\"1\"},{\"id\":\"2\"}]}");
        }
        TableRefresh refresh = refresh("campaign_actions");
        pass(refresh);
        replies.put("/v1/campaigns#x", "{\"campaigns\":[{\"id\":9}]}");
        replies.put("/v1/campaigns/9/actions", "{\"actions\":[{\"id\":\"1\"}]}");
        PassMarker.Counts counts = pass(refresh).counts();
        assertThat(counts.deletesDeferred()).isEqualTo(2);
        assertThat(counts.deleted()).isEqualTo(1);
        assertThat(rows("campaign_actions")).containsExactlyInAnyOrder("5/1", "5/2", "8/1", "8/2", "9/1");
        assertThat(pass(refresh).counts().deleted()).isEqualTo(2);
        assertThat(rows("campaign_actions")).containsExactlyInAnyOrder("5/1", "5/2", "9/1");
    }

    @Test
    void aRowThatAListedParentHasNoMoreIsDeletedAtOnce() throws Exception {
        replies.put("/v1/newsletters", "{\"newsletters\":[{\"id\":5},{\"id\":8},{\"id\":9}],\"next\":\"\"}");
        for (int newsletter : new int[] {5, 8, 9}) {
            replies.put("/v1/newsletters/" + newsletter + "/contents", "{\"contents\":[{\"id\":1},{\"id\":2}]}");
        }
        TableRefresh refresh = refresh("newsletter_contents");
        pass(refresh);
        replies.put("/v1/newsletters", "{\"newsletters\":[{\"id\":5},{\"id\":9}],\"next\":\"\"}");
        replies.put("/v1/newsletters/5/contents", "{\"contents\":[{\"id\":1}]}");
        replies.remove("/v1/newsletters/9/contents");
        PassMarker.Counts counts = pass(refresh).counts();
        assertThat(counts.deleted())
                .as("one of 5, and those of 9, which is gone")
                .isEqualTo(3);
        assertThat(counts.deletesDeferred())
                .as("those of 8, which a page may have skipped")
                .isEqualTo(2);
        assertThat(rows("newsletter_contents")).containsExactlyInAnyOrder("5/1", "8/1", "8/2");
        assertThat(pass(refresh).counts().deleted()).isEqualTo(2);
        assertThat(rows("newsletter_contents")).containsExactly("5/1");
    }

    private TableRefresh refresh(String name) {
        Table table = Tables.named(name);
        String topic = TOPICS.table(name);
        KeySet keys = KeySet.load(connect.offsets(api.host(), Map.of(name, topic)), name, topic);
        var config = new RefreshConfig(
                Map.of(name, INTERVAL),
                Duration.ofHours(1),
                false,
                Emit.ALL,
                Deletes.TOMBSTONE,
                1,
                ContentConfig.DEFAULT);
        return new TableRefresh(
                new PageFetcher(table, api, ContentConfig.DEFAULT),
                new RowConverter(table, topic),
                keys,
                new TableMetrics(INTERVAL, clock),
                new RefreshParts(config, TOPICS, SizeLimits.standard(), connect.queue(), connect.commits(), clock));
    }

    private PassMarker pass(TableRefresh refresh) throws Exception {
        clock.advance(INTERVAL);
        Instant start = clock.instant();
        return SteadyConnect.complete(refreshThread.submit(() -> refresh.pass(start)), connect);
    }

    private Set<String> rows(String table) {
        return connect.folded(TOPICS.table(table)).keySet();
    }
}
