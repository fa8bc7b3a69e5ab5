package io.cioconnect.bench;

import io.cioconnect.simulator.SignedWebhook;

/** One signed event, for benchmarks of the pieces. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record BenchmarkEvent(String key, String timestamp, String signature, byte[] body) {
    public static BenchmarkEvent next() {
        byte[] body = Events.body(0);
        String timestamp = "1764300000";
        return new BenchmarkEvent(Events.KEY, timestamp, SignedWebhook.signature(Events.KEY, timestamp, body), body);
    }
}
