package io.cioconnect.testing;

import io.cioconnect.api.AppApiClient;
import io.cioconnect.config.AppApiConfig;
import io.cioconnect.simulator.CustomerIoSimulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.config.types.Password;

/** A simulated workspace and a client of it, neither with a limit of its rate. */
public final class SimulatedApi implements AutoCloseable {
    public final CustomerIoSimulator customerIo;
    public final AppApiClient client;

    public SimulatedApi() {
        try {
            customerIo = new CustomerIoSimulator();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        customerIo.limitRate(false);
        var key = Optional.of(new Password(customerIo.apiKey()));
        client = new AppApiClient(new AppApiConfig(customerIo.url(), key, 10, Duration.ofSeconds(20)), 1_000, "test");
    }

    @Override
    public void close() throws IOException {
        client.close();
        customerIo.close();
    }
}
