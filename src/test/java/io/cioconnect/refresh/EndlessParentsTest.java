package io.cioconnect.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.api.AppApiClient;
import io.cioconnect.api.AppApiException;
import io.cioconnect.config.AppApiConfig;
import io.cioconnect.config.ContentConfig;
import io.cioconnect.table.Tables;
import io.cioconnect.testing.FakeConnect;
import io.cioconnect.testing.ManualClock;
import io.cioconnect.testing.PromptSockets;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Parents are kept in memory until their list is complete, and so they have a limit. */
class EndlessParentsTest {
    @AutoClose
    private final MockWebServer server = new MockWebServer();

    private final ManualClock clock = new ManualClock();
    private final EndlessList campaigns = new EndlessList("campaigns", () -> {});

    @Test
    void aListOfParentsThatDoesNotEndFailsThePassBeforeTheMemoryIsFull() throws Exception {
        server.setServerSocketFactory(new PromptSockets());
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return campaigns.response();
            }
        });
        server.start();
        var rows = new CollectedRows(Stream::<ObjectNode>of);
        var key = Optional.of(new Password("key"));
        var config = new AppApiConfig(server.url("/").uri(), key, 1_000_000, Duration.ofSeconds(60));
        try (var api = new AppApiClient(config, 1_000_000, "test")) {
            var fetcher = new PageFetcher(Tables.named("campaign_actions"), api, ContentConfig.DEFAULT);
            var queue = new FakeConnect(false).queue();
            var pass = new Pass(clock.instant(), TableFixture.TIMEOUT, TableFixture.INTERVAL, clock, queue);
            assertThatThrownBy(() -> fetcher.fetch(rows, pass, () -> {}))
                    .isInstanceOf(AppApiException.class)
                    .hasMessageContaining("GET /v1/campaigns: cannot keep the rows: they take more than")
                    .hasMessageContaining("MiB of memory");
        }
        assertThat(campaigns.wasReadToItsEnd()).isFalse();
    }
}
