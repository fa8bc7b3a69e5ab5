package io.cioconnect.bench;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The least that a copy of a list has to do: parse row by row, send each row to Kafka, wait for the acknowledgements. Finds no changes and no deletes. */
final class RawListLoop {
    private static final ObjectMapper JSON = new ObjectMapper();

    private RawListLoop() {}

    /** Arguments: URL of the list, App API key, array of the rows, bootstrap servers, topic. A pass for each line of standard input. */
    public static void main(String[] arguments) throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest list = HttpRequest.newBuilder(URI.create(arguments[0]))
                .header("Authorization", "Bearer " + arguments[1])
                .build();
        Map<String, Object> settings =
                Map.of("bootstrap.servers", arguments[3], "acks", "all", "enable.idempotence", true, "linger.ms", 0);
        try (var producer =
                new KafkaProducer<byte[], byte[]>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            System.out.println("ready");
            while (System.in.read() == '\n') {
                long start = System.nanoTime();
                long rows = 0;
                try (InputStream body = http.send(list, HttpResponse.BodyHandlers.ofInputStream())
                                .body();
                        JsonParser parser = JSON.createParser(body)) {
                    while (!(parser.nextToken() == JsonToken.START_ARRAY
                            && arguments[2].equals(parser.currentName()))) {}
                    while (parser.nextToken() == JsonToken.START_OBJECT) {
                        JsonNode row = parser.readValueAsTree();
                        var unused = producer.send(new ProducerRecord<>(
                                arguments[4],
                                row.get("id").asText().getBytes(StandardCharsets.UTF_8),
                                JSON.writeValueAsBytes(row)));
                        rows++;
                    }
                }
                producer.flush();
                System.out.println(rows + " " + (System.nanoTime() - start) / 1_000_000);
            }
        }
    }
}
