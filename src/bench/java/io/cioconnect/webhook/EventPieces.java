package io.cioconnect.webhook;

import io.cioconnect.bench.BenchmarkEvent;
import io.cioconnect.config.TopicConfig;
import io.cioconnect.listener.Signature;
import io.cioconnect.record.SizeLimits;
import io.cioconnect.table.EventTables;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.types.Password;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What is done for each event before it is queued: its signature checked, its body parsed and laid out as a record. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class EventPieces {
    private final BenchmarkEvent event = BenchmarkEvent.next();
    private final SignatureVerifier verifier =
            new SignatureVerifier(List.of(new Password(event.key())), false, Duration.ZERO, Clock.systemUTC());
    private final EventRouter router = new EventRouter(
            new TopicConfig("bench", false),
            WebhookMetrics.of(EventTables.names(), Clock.systemUTC()),
            SizeLimits.standard());

    @Benchmark
    public boolean signature() {
        Signature signature = verifier.signature(List.of(event.timestamp()), List.of(event.signature()));
        signature.update(event.body(), 0, event.body().length);
        return signature.isGenuine();
    }

    @Benchmark
    public Object route() {
        return router.route(event.body(), "0".repeat(64), Instant.EPOCH);
    }
}
