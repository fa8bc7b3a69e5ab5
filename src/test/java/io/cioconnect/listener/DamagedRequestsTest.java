package io.cioconnect.listener;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.testing.Damage;
import io.cioconnect.testing.HttpPeer;
import io.cioconnect.testing.WebhookSettings;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Requests with any damage are answered as documented or their connection is closed, and the next request is served. */
class DamagedRequestsTest {
    private static final String PATH = "/webhooks/cio";
    private static final byte[] REQUEST =
            HttpPeer.delivery(PATH, "{\"event_id\":\"1\"}").getBytes(ISO_8859_1);
    private static final ListenerFixture LISTENERS = new ListenerFixture();
    private static HttpPeer peer;

    @BeforeContainer
    static void open() throws Exception {
        peer = LISTENERS.open(WebhookSettings.valid(), new FakeReceiver());
    }

    @AfterContainer
    static void close() throws Exception {
        LISTENERS.afterEach(null);
    }

    @Provide
    Arbitrary<List<Damage>> damage() {
        return Damage.several();
    }

    @Property(tries = 300)
    void areAnsweredOrClosed(@ForAll("damage") List<Damage> damage) throws IOException {
        HttpPeer.Reply reply = hangingUpAfter(Damage.to(REQUEST, damage));
        assertThat(reply.status()).isIn(-1, 200, 400, 401, 404, 405, 408, 411, 413, 414, 415, 426, 431, 501, 505);
        assertThat(reply.head().toLowerCase(java.util.Locale.ROOT)).doesNotContain("jetty", "exception");
        if (reply.status() != 200) {
            assertThat(reply.body()).isEmpty();
        }
        assertThat(peer.get("/healthz").status()).isEqualTo(200);
    }

    /** The client sends no more, so nothing waits for the rest of a body. */
    private static HttpPeer.Reply hangingUpAfter(byte[] request) throws IOException {
        try (Socket socket = peer.connect()) {
            socket.getOutputStream().write(request);
            socket.shutdownOutput();
            return HttpPeer.reply(socket);
        } catch (SocketException reset) {
            return new HttpPeer.Reply(-1, "", "");
        }
    }
}
