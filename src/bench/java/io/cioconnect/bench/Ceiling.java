package io.cioconnect.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The least that has to be done: a Jetty handler checks the signature, a raw producer sends the body, and the event is answered 200 when Kafka has acknowledged
 * it. Nothing is parsed, routed, limited, remembered or counted. With {@code transactional} a batch of what has arrived is one transaction, see {@link TransactionalSink}.
 */
final class Ceiling {
    private Ceiling() {}

    /** Arguments: port, bootstrap servers, topic, signing key, {@code idempotent}, {@code transactional} or {@code no-offsets}. */
    public static void main(String[] arguments) throws Exception {
        String topic = arguments[2];
        BiConsumer<byte[], Callback> sink = switch (arguments[4]) {
            case "idempotent" -> idempotent(arguments[1], topic);
            case "transactional" -> transactional(arguments[1], topic, List.of(topic + "-offsets"));
            case "no-offsets" -> transactional(arguments[1], topic, List.of());
            default -> throw new IllegalArgumentException(arguments[4]);
        };
        Server server = serve(Integer.parseInt(arguments[0]), arguments[3], sink);
        endWithInput();
        System.out.println("ready");
        server.join();
    }

    /** A started server that hands over the body of each event whose signature is right, and answers it when the callback is called. */
    static Server serve(int port, String signingKey, BiConsumer<byte[], Callback> sink) throws Exception {
        var threads = new QueuedThreadPool(16, 2);
        var server = new Server(threads);
        var http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(false);
        var connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        server.addConnector(connector);
        server.setHandler(new Verified(signingKey, sink));
        server.start();
        return server;
    }

    /** So that this process does not outlive the one that started it. */
    private static void endWithInput() {
        var watch = new Thread(
                () -> {
                    try {
                        System.in.transferTo(OutputStream.nullOutputStream());
                    } catch (IOException e) {
                        System.err.println("standard input broke: " + e);
                    }
                    Runtime.getRuntime().halt(0);
                },
                "parent-watch");
        watch.setDaemon(true);
        watch.start();
    }

    private static BiConsumer<byte[], Callback> idempotent(String bootstrap, String topic) {
        var producer = producer(bootstrap, Map.of("linger.ms", 0));
        return (body, callback) -> {
            var unused = producer.send(new ProducerRecord<>(topic, key(body), body), (metadata, failure) -> {
                if (failure == null) {
                    callback.succeeded();
                } else {
                    callback.failed(failure);
                }
            });
        };
    }

    /** With Connect's own settings of a source task's producer. */
    private static BiConsumer<byte[], Callback> transactional(
            String bootstrap, String topic, List<String> offsetsTopics) {
        var producer = producer(
                bootstrap,
                Map.of("linger.ms", 0, "max.in.flight.requests.per.connection", 1, "transactional.id", topic));
        var sink = new TransactionalSink(producer, topic, offsetsTopics);
        sink.start();
        return sink;
    }

    private static KafkaProducer<String, byte[]> producer(String bootstrap, Map<String, Object> more) {
        Map<String, Object> settings =
                new HashMap<>(Map.of("bootstrap.servers", bootstrap, "acks", "all", "enable.idempotence", true));
        settings.putAll(more);
        return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    /** The event id stands at the same place in every body that {@link Events} makes. */
    static String key(byte[] body) {
        return new String(body, Events.ID_OFFSET, Events.ID_LENGTH, StandardCharsets.US_ASCII);
    }

    private static final class Verified extends Handler.Abstract.NonBlocking {
        private final BiConsumer<byte[], Callback> sink;
        private final ThreadLocal<Mac> macs;

        Verified(String key, BiConsumer<byte[], Callback> sink) {
            this.sink = sink;
            this.macs = ThreadLocal.withInitial(() -> mac(key));
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            Content.Source.asByteBuffer(request, new Promise<>() {
                @Override
                public void succeeded(ByteBuffer buffer) {
                    byte[] body = BufferUtil.toArray(buffer);
                    boolean genuine = isGenuine(request, body);
                    response.setStatus(genuine ? 200 : 401);
                    if (genuine) {
                        // written first, as the connector does, or Jetty may complete the request twice
                        sink.accept(
                                body,
                                Callback.from(
                                        () -> response.write(true, BufferUtil.EMPTY_BUFFER, callback),
                                        callback::failed));
                    } else {
                        callback.succeeded();
                    }
                }

                @Override
                public void failed(Throwable failure) {
                    callback.failed(failure);
                }
            });
            return true;
        }

        private boolean isGenuine(Request request, byte[] body) {
            Mac mac = macs.get();
            mac.update(("v0:" + request.getHeaders().get("X-CIO-Timestamp") + ":").getBytes(StandardCharsets.US_ASCII));
            byte[] given = HexFormat.of().parseHex(request.getHeaders().get("X-CIO-Signature"));
            return MessageDigest.isEqual(mac.doFinal(body), given);
        }

        private static Mac mac(String key) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
                return mac;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
