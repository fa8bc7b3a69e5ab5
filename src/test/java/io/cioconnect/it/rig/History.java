package io.cioconnect.it.rig;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** What happened, a JSON line each: faults as they begin and end, pages served, webhooks, attempts, requests, and the judgement. Thread-safe. */
final class History implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final Writer out;
    private boolean closed; // guarded by this

    History(Path file) throws IOException {
        this.file = file;
        Files.createDirectories(file.getParent());
        out = Files.newBufferedWriter(file);
    }

    Path file() {
        return file;
    }

    void add(String kind, Map<String, ?> facts) {
        add(Instant.now(), kind, facts);
    }

    /** Nothing is added to a history that was closed. */
    synchronized void add(Instant at, String kind, Map<String, ?> facts) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("at", at.toString());
        line.put("kind", kind);
        line.putAll(facts);
        try {
            if (!closed) {
                out.write(JSON.writeValueAsString(line) + "\n");
                out.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        out.close();
    }
}
