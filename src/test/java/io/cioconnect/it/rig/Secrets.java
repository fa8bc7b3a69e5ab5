package io.cioconnect.it.rig;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A file of secrets that workers read through Kafka's FileConfigProvider, and every secret that ever stood in it. Thread-safe. */
final class Secrets {
    static final String SIGNING_KEYS = "signing.keys";
    static final String APP_KEY = "app.key";
    static final String URL_TOKENS = "url.tokens";

    private final Path file;
    private final Map<String, String> now = new LinkedHashMap<>();
    private final List<String> ever = new ArrayList<>();

    Secrets(Path file) {
        this.file = file;
    }

    /** Replaces the secret, in one step as rotation tools do it. */
    synchronized void put(String name, String... values) {
        now.put(name, String.join(",", values));
        ever.addAll(List.of(values));
        StringBuilder text = new StringBuilder();
        now.forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
        ReplacedFile.write(file, text.toString());
    }

    /** What a configuration has in its place. */
    String reference(String name) {
        return "${file:" + file + ":" + name + "}";
    }

    synchronized List<String> ever() {
        return ever.stream().distinct().toList();
    }
}
