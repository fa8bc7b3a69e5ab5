package io.cioconnect.api;

import io.cioconnect.config.AppApiConfig;
import io.cioconnect.metrics.ApiMetrics;
import io.cioconnect.testing.ManualTime;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.config.types.Password;

/** Makes clients whose waits between two tries take no time. */
public final class TimelessClient {
    private TimelessClient() {}

    /**
     * A client of a simulated API.
     *
     * @param secrets beside the key, what a reply may repeat
     */
    public static AppApiClient of(URI url, String key, List<String> secrets, ManualTime time) {
        return new AppApiClient(
                new AppApiConfig(url, Optional.of(new Password(key)), 10, Duration.ofSeconds(20)),
                new ApiMetrics(1e6),
                "test",
                secrets.stream().map(Password::new).toList(),
                time,
                new Pause(time::nanos),
                () -> 0.5);
    }
}
