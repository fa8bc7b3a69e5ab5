package io.cioconnect.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Asks a simulator, and looks closely at how it answers. */
final class ApiClient {
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final CustomerIoSimulator simulator;

    ApiClient(CustomerIoSimulator simulator) {
        this.simulator = simulator;
    }

    HttpResponse<byte[]> send(String method, String path, String body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(simulator.url().toString() + path))
                .header("Authorization", "Bearer " + simulator.apiKey())
                .header("Accept-Encoding", "gzip")
                .timeout(Duration.ofSeconds(20))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        try {
            return http.send(request.build(), BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    HttpResponse<byte[]> get(String path) throws IOException {
        return send("GET", path, "");
    }

    ObjectNode json(String path) throws IOException {
        HttpResponse<byte[]> response = get(path);
        if (response.statusCode() != 200) {
            throw new IOException(path + " was answered " + response.statusCode() + ": " + text(response));
        }
        return Samples.object(text(response));
    }

    static String text(HttpResponse<byte[]> response) {
        byte[] body = response.body();
        if (response.headers().firstValue("Content-Encoding").orElse("").equals("gzip")) {
            try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(body))) {
                body = plain.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new String(body, StandardCharsets.UTF_8);
    }

    static String detail(HttpResponse<byte[]> response) {
        return Samples.object(text(response)).at("/errors/0/detail").asText();
    }

    /** All ids of a list, page by page, without null elements; at most so many pages. */
    List<String> ids(String path, String recordsField, int maxPages) throws IOException {
        List<String> ids = new ArrayList<>();
        String cursor = "";
        for (int page = 1; page <= maxPages; page++) {
            String start =
                    cursor.isEmpty() ? "" : (path.contains("?") ? "&" : "?") + "start=" + cursor.replace("=", "%3D");
            JsonNode reply = json(path + start);
            for (JsonNode row : reply.path(recordsField)) {
                if (!row.isNull()) {
                    ids.add(row.path("id").asText());
                }
            }
            cursor = reply.path("next").asText("");
            if (cursor.isEmpty()) {
                break;
            }
        }
        return ids;
    }
}
