package io.cioconnect;

import io.cioconnect.config.AppApiConfig;
import io.cioconnect.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.config.types.Password;

/** Lists that validation has read, each with the URL and a digest of the key it was read with. Bounded, the oldest go first. Thread-safe. */
final class ReadableLists {
    private static final int MOST = 1_000;

    private final Map<Read, Boolean> read = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Read, Boolean> eldest) {
            return size() > MOST;
        }
    };

    synchronized void add(String list, AppApiConfig api) {
        read.put(new Read(list, api.baseUrl().toString(), digest(api)), true);
    }

    synchronized boolean contains(String list, AppApiConfig api) {
        return read.containsKey(new Read(list, api.baseUrl().toString(), digest(api)));
    }

    private static String digest(AppApiConfig api) {
        return Sha256.hex(api.key().map(Password::value).orElse("").strip().getBytes(StandardCharsets.UTF_8));
    }

    private record Read(String list, String url, String keyDigest) {}
}
