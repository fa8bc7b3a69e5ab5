package io.cioconnect.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120) // a server that never answers must not hang the build
class GoConnectionTest {
    private static final byte[] REQUEST = "POST / HTTP/1.1\r\n\r\n".getBytes(UTF_8);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void aNewConnectionThatTheServerResetsIsAFailureAndNotRetried() throws IOException {
        try (ServerSocket server = server();
                GoConnection connection = open(server)) {
            reset(server.accept());
            awaitClosed(connection);
            assertThatThrownBy(() -> exchange(connection))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(GoConnection.NothingWrittenException.class);
        }
    }

    @Test
    void aUsedConnectionThatTheServerResetsIsWorthAnother() throws IOException {
        try (ServerSocket server = server();
                GoConnection connection = open(server);
                Socket accepted = server.accept()) {
            accepted.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(UTF_8));
            assertThat(exchange(connection)).isEqualTo(200);
            assertThat(accepted.getInputStream().readNBytes(REQUEST.length)).isEqualTo(REQUEST);
            assertThat(connection.isReusable()).isTrue();
            reset(accepted);
            awaitClosed(connection);
            assertThatThrownBy(() -> exchange(connection)).isInstanceOf(GoConnection.NothingWrittenException.class);
        }
    }

    @Test
    void refusedConnectionsLeaveNothingOpen() throws IOException {
        InetSocketAddress nobody;
        try (ServerSocket server = server()) {
            nobody = (InetSocketAddress) server.getLocalSocketAddress();
        }
        refuse(nobody); // loads what is loaded once
        long before = openFiles();
        for (int i = 0; i < 100; i++) {
            refuse(nobody);
        }
        assertThat(openFiles()).isLessThan(before + 100);
    }

    private static void refuse(InetSocketAddress nobody) {
        assertThatThrownBy(() -> GoConnection.open(nobody, deadline())).isInstanceOf(ConnectException.class);
    }

    private static long openFiles() {
        return ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
                .getOpenFileDescriptorCount();
    }

    private static ServerSocket server() throws IOException {
        return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    private static GoConnection open(ServerSocket server) throws IOException {
        return GoConnection.open((InetSocketAddress) server.getLocalSocketAddress(), deadline());
    }

    private static int exchange(GoConnection connection) throws IOException {
        return connection.exchange(REQUEST, deadline());
    }

    private static long deadline() {
        return System.nanoTime() + PATIENCE.toNanos();
    }

    /** Closes the connection with RST and not FIN. */
    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private static void awaitClosed(GoConnection connection) {
        await("the reset arrives").atMost(PATIENCE).until(() -> !connection.isReusable());
    }
}
