package io.cioconnect.listener;

import static java.util.Objects.requireNonNull;

import io.cioconnect.config.WebhookConfig;
import io.cioconnect.testing.WebhookSettings;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** A task that receives for a connector of a model: it believes who signs with its key, and keeps what it was handed. */
final class ModelTask implements Receiver {
    final String connector;
    final int number;
    final WebhookSettings settings;
    final String key;
    final int age;
    final Set<String> received = ConcurrentHashMap.newKeySet();
    volatile boolean open = true;
    volatile boolean ready = true;
    boolean lost;
    private @Nullable Lease lease;

    /** @param age a task that began later has a larger one */
    ModelTask(String connector, int number, WebhookSettings settings, String key, int age) {
        this.connector = connector;
        this.number = number;
        this.settings = settings;
        this.key = key;
        this.age = age;
    }

    void leased(Lease given) {
        lease = given;
    }

    Lease lease() {
        return requireNonNull(lease);
    }

    boolean isBound() {
        return lease != null && lease.isBound();
    }

    HostPort address() {
        return new HostPort(settings.listener().host(), settings.listener().port());
    }

    String path() {
        return settings.listener().path();
    }

    List<String> tokens() {
        return settings.verification().urlTokens().stream().map(Password::value).toList();
    }

    /** Where Customer.io delivers to: with the newest of its tokens. */
    String url() {
        List<String> tokens = tokens();
        return tokens.isEmpty() ? path() : path() + "/" + tokens.get(tokens.size() - 1);
    }

    boolean lets(InetAddress caller) {
        return settings.verification().allowedAddresses().isEmpty()
                || settings.verification().allowedAddresses().contain(caller);
    }

    /** The same connector never is in its own way. */
    boolean isInTheWayOf(ModelTask other) {
        return !connector.equals(other.connector)
                && (path().equals(other.path()) || !shared(settings).equals(shared(other.settings)));
    }

    private static List<Object> shared(WebhookSettings settings) {
        WebhookConfig config = settings.config();
        return List.of(
                config.tls(),
                config.limits().maxInFlight(),
                config.listener().keepOpen(),
                config.listener().healthPort(),
                config.verification().allowedAddresses());
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public boolean isReady() {
        return open && ready;
    }

    @Override
    public Signature signature(List<String> timestampHeaders, List<String> signatureHeaders) {
        return new Signature() {
            @Override
            public void update(byte[] bytes, int offset, int length) {}

            @Override
            public boolean isGenuine() {
                return signatureHeaders.equals(List.of(key));
            }
        };
    }

    @Override
    public CompletableFuture<Answer> receive(byte[] body, Instant receivedAt) {
        received.add(new String(body, StandardCharsets.UTF_8));
        return CompletableFuture.completedFuture(Answer.ACKNOWLEDGED);
    }

    @Override
    public CompletableFuture<Answer> receiveTooLarge(byte[] head, long size, byte[] sha256, Instant receivedAt) {
        throw new AssertionError("nothing is that large");
    }

    @Override
    public void answered(Answer answer) {}

    String described() {
        WebhookConfig config = settings.config();
        return ", " + tokens() + " kept open " + config.listener().keepOpen() + " health "
                + config.listener().healthPort() + " limit " + config.limits().maxInFlight() + " allowed "
                + config.verification().allowedAddresses() + (config.tls().isPresent() ? " no keystore" : "");
    }

    @Override
    public String toString() {
        return connector + "-" + number + "#" + age + " at "
                + settings.listener().host() + ":" + settings.listener().port() + url() + (lost ? " lost" : "")
                + (open ? "" : " closed") + (ready ? "" : " not polled");
    }
}
