package io.cioconnect.bench;

import io.cioconnect.simulator.SignedWebhook;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Signed requests of about 700 bytes, made before the clock runs, each with an event id of its own. */
final class Events {
    static final String KEY = "a-made-up-signing-key-of-the-benchmark";

    /** Where the id stands in a body, and how long it is. */
    static final int ID_OFFSET = "{\"event_id\":\"".length();

    static final int ID_LENGTH = 26;

    private static long next;

    private Events() {}

    /** Complete HTTP requests, ready to be written. */
    static synchronized List<byte[]> requests(String path, int count) {
        String timestamp = Long.toString(System.currentTimeMillis() / 1000);
        List<byte[]> requests = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            byte[] body = body(next++);
            byte[] head = ("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nUser-Agent: Customer.io Web Hooks 1.0\r\n"
                            + "Content-Type: application/json\r\nContent-Length: " + body.length
                            + "\r\nX-CIO-Timestamp: "
                            + timestamp + "\r\nX-CIO-Signature: " + SignedWebhook.signature(KEY, timestamp, body)
                            + "\r\nAccept-Encoding: gzip\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
            byte[] request = new byte[head.length + body.length];
            System.arraycopy(head, 0, request, 0, head.length);
            System.arraycopy(body, 0, request, head.length, body.length);
            requests.add(request);
        }
        return requests;
    }

    static byte[] body(long number) {
        String id = String.format(Locale.ROOT, "01BENCH%019d", number);
        long seconds = System.currentTimeMillis() / 1000;
        return ("{\"event_id\":\"" + id + "\",\"object_type\":\"email\",\"metric\":\"clicked\",\"timestamp\":" + seconds
                        + ",\"data\":{\"action_id\":18,\"campaign_id\":7,\"content_id\":1,\"customer_id\":\"person-"
                        + number
                        + "\",\"delivery_id\":\"RMehBAAAAXE7r_ONUGXly9DBGkpq" + number % 997
                        + "\",\"href\":\"https://shop.example.com/summer/sale?utm_source=customer.io&utm_campaign=summer\","
                        + "\"identifiers\":{\"cio_id\":\"d9c106000001\",\"email\":\"person-" + number
                        + "@example.com\",\"id\":\"person-" + number
                        + "\"},\"journey_id\":\"01GW20GXAAXBKZD8J96M8FNV3R\","
                        + "\"link_id\":1,\"recipient\":\"person-" + number
                        + "@example.com\",\"subject\":\"Thanks for signing up, here is what comes next\",\"campaign_name\":"
                        + "\"Onboarding of new customers\",\"campaign_tags\":[\"onboarding\",\"lifecycle\"]}}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
