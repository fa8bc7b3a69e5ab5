package io.cioconnect.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cioconnect.config.TlsConfig;
import io.cioconnect.it.harness.FreePort;
import io.cioconnect.testing.CapturedLog;
import io.cioconnect.testing.HttpPeer;
import io.cioconnect.testing.WebhookSettings;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two versions of the plugin in one JVM: what Connect does when a connector is given another version. */
class PortHandoverTest {
    private static final String PATH = "/webhooks/cio";
    private static final WebhookSettings SETTINGS = WebhookSettings.valid();

    @RegisterExtension
    final ListenerFixture before = new ListenerFixture();

    @RegisterExtension
    final ListenerFixture after = new ListenerFixture(before);

    @RegisterExtension
    final ListenerFixture retriesHourly = new ListenerFixture(before, Duration.ofHours(1));

    private final FakeReceiver old = new FakeReceiver();
    private final FakeReceiver current = new FakeReceiver();

    @Test
    void aPortThatIsOnlyKeptOpenIsHandedOver() throws Exception {
        Lease lease = before.lease(SETTINGS, old);
        HttpPeer peer = before.peer(lease);
        lease.close();

        Lease newer = after.lease(SETTINGS.port(peer.port), current);
        await("the new version has the port").until(newer::isBound);

        assertThat(peer.deliver(PATH, "{}").status()).isEqualTo(200);
        assertThat(current.received).hasSize(1);
        assertThat(old.received).isEmpty();
    }

    /** Until it is bound again connections are refused, and each costs an hour. */
    @Test
    void aPortThatIsHandedOverIsBoundBeforeTheNextRetry() throws Exception {
        Lease lease = before.lease(SETTINGS, old);
        HttpPeer peer = before.peer(lease);
        lease.close();

        Lease newer = retriesHourly.lease(SETTINGS.port(peer.port), current);
        await("the new version has the port").until(newer::isBound);

        assertThat(peer.deliver(PATH, "{}").status()).isEqualTo(200);
    }

    @Test
    void aHealthPortIsHandedOverWithoutAWordOfTrouble() throws Exception {
        int health = FreePort.next();
        WebhookSettings settings = SETTINGS.healthPort(health);
        Lease lease = before.lease(settings, old);
        HttpPeer peer = before.peer(lease);
        await("health is served")
                .ignoreExceptions()
                .until(() -> new HttpPeer(health).get("/healthz").status() == 200);
        lease.close();

        try (var logged = new CapturedLog()) {
            Lease newer = retriesHourly.lease(settings.port(peer.port), current);
            await("the new version has the port").until(newer::isBound);
            await("and its health port")
                    .ignoreExceptions()
                    .until(() -> new HttpPeer(health).get("/readyz").status() == 200);
            assertThat(logged.lines(
                            "Cannot listen on " + SETTINGS.config().listener().host() + ":" + health))
                    .isEmpty();
        }
    }

    @Test
    void aVersionThatCannotReadItsKeystoreLeavesThePortToTheOther() throws Exception {
        Lease lease = before.lease(SETTINGS, old);
        HttpPeer peer = before.peer(lease);
        lease.close();

        try (var logged = new CapturedLog()) {
            var unusable = new TlsConfig("/nowhere", Optional.empty(), "PEM", Optional.empty());
            after.lease(SETTINGS.port(peer.port).tls(unusable), current);
            await("it was tried").until(() -> !logged.lines("Cannot listen on").isEmpty());
        }

        assertThat(peer.deliver(PATH, "{}").status()).as("kept open").isEqualTo(503);
    }

    @Test
    void aTaskOfTheSameConnectorThatWasNeverStoppedLetsGo() throws Exception {
        HttpPeer peer = before.peer(before.lease(SETTINGS.keepOpen(Duration.ZERO), old));
        before.lease(
                        "zombie beside",
                        0,
                        SETTINGS.path("/other").keepOpen(Duration.ZERO).config(),
                        old)
                .close();

        Lease newer = after.lease(SETTINGS.port(peer.port), current);
        await("the new version has the port").until(newer::isBound);

        assertThat(peer.deliver(PATH, "{}").status()).isEqualTo(200);
        assertThat(current.received).hasSize(1);
    }

    @Test
    void aConnectorThatRunsTheOldVersionKeepsItsPort() throws Exception {
        Lease running = before.lease("other", 0, SETTINGS.path("/other").config(), old);
        HttpPeer peer = before.peer(running);

        Lease newer = after.lease(SETTINGS.port(peer.port), current);
        for (int i = 0; i < 20; i++) {
            assertThat(peer.deliver("/other", "{}").status()).isEqualTo(200);
        }
        assertThat(newer.isBound()).isFalse();

        running.close();
        await("it ends with the old version's last task").until(newer::isBound);
        assertThat(peer.deliver(PATH, "{}").status()).isEqualTo(200);
    }

    /** Connect's class loaders share the JDK, slf4j and Kafka's API with the plugin, and nothing of the plugin's own. */
    @Test
    void worksBetweenClassLoaders() throws Exception {
        int port;
        try (var loader = new OtherVersion()) {
            port = loader.leaseAndClose(SETTINGS);
            HttpPeer peer = new HttpPeer(port);
            assertThat(peer.deliver(PATH, "{}").status())
                    .as("kept open by the old version")
                    .isEqualTo(503);

            try (Lease newer = Listeners.ofThisJvm()
                    .lease("cio", 0, SETTINGS.port(port).keepOpen(Duration.ZERO).config(), current, Optional::empty)) {
                await("the new version has the port")
                        .atMost(Duration.ofSeconds(15))
                        .until(newer::isBound);
                assertThat(peer.deliver(PATH, "{}").status()).isEqualTo(200);
            }
        }
        // ports that other tests of this JVM keep open have theirs
        await("nothing of it stays in the system properties")
                .until(() -> !System.getProperties().containsKey("io.cioconnect.listener.port." + port));
    }

    /** The plugin's classes once more, by a class loader of their own. */
    private static final class OtherVersion extends URLClassLoader {
        OtherVersion() {
            super(
                    new URL[] {
                        Listeners.class.getProtectionDomain().getCodeSource().getLocation()
                    },
                    Listeners.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("io.cioconnect.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
        }

        int leaseAndClose(WebhookSettings settings) throws Exception {
            Class<?> listeners = loadClass("io.cioconnect.listener.Listeners");
            assertThat(listeners).isNotEqualTo(Listeners.class);
            Class<?> receiver = loadClass("io.cioconnect.listener.Receiver");
            Object config = config(settings);
            InvocationHandler notOpen = (proxy, method, arguments) -> false;
            Object closed = Proxy.newProxyInstance(this, new Class<?>[] {receiver}, notOpen);
            Object all = listeners.getMethod("ofThisJvm").invoke(null);
            Method leasing =
                    listeners.getMethod("lease", String.class, int.class, config.getClass(), receiver, Supplier.class);
            Supplier<String> status = () -> "{}";
            Object lease = leasing.invoke(all, "cio", 0, config, closed, status);
            Method bound = lease.getClass().getMethod("isBound");
            await("the old version has a port").until(() -> (Boolean) bound.invoke(lease));
            var port = (OptionalInt) lease.getClass().getMethod("boundPort").invoke(lease);
            lease.getClass().getMethod("close").invoke(lease);
            return port.orElseThrow();
        }

        private Object config(WebhookSettings settings) throws Exception {
            Class<?> source = loadClass("io.cioconnect.config.CustomerIoSourceConfig");
            Map<String, String> properties = Map.of(
                    "name", "cio",
                    "topic.prefix", "cio",
                    "tables", "email_events",
                    "webhook.signing.keys", "a signing key",
                    "webhook.listen.host", settings.config().listener().host(),
                    "webhook.listen.port", "0",
                    "webhook.listen.path", PATH);
            return source.getMethod("webhook")
                    .invoke(source.getConstructor(Map.class).newInstance(properties));
        }
    }
}
