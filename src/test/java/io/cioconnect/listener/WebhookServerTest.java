package io.cioconnect.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cioconnect.it.harness.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A server that cannot be started leaves nothing behind, however often it is tried. */
class WebhookServerTest {
    private static final Path OPEN_FILES = Path.of("/proc/self/fd");
    private static final int ATTEMPTS = 50;
    private static final int OF_OTHERS = 20;

    /** A port that is none fails otherwise than an unknown host, as an address of IPv6 does where a JVM uses IPv4 only. */
    @ParameterizedTest
    @CsvSource({"127.0.0.1, 70000", "no-such-host.invalid, 0"})
    @EnabledOnOs(OS.LINUX)
    void anAddressThatCannotBeBoundLeaksNoFiles(String host, int port) throws Exception {
        long before = openFiles();
        for (int i = 0; i < ATTEMPTS; i++) {
            assertThatThrownBy(() -> start(new HostPort(host, port), new Broken(null)))
                    .isInstanceOf(IOException.class);
        }
        assertThat(openFiles() - before).isLessThan(OF_OTHERS);
    }

    static Stream<Throwable> failures() {
        return Stream.of(new IllegalStateException("the true cause"), new OutOfMemoryError("the true cause"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aServerThatFailsToStartTellsWhyAndFreesThePort(Throwable cause) throws Exception {
        var address = new HostPort("127.0.0.1", FreePort.next());

        assertThatThrownBy(() -> start(address, new Broken(cause)))
                .isInstanceOfAny(IOException.class, Error.class)
                .hasMessageContaining("the true cause");

        start(address, new Broken(null)).stop(Duration.ZERO);
    }

    private static WebhookServer start(HostPort address, Handler handler) throws IOException {
        return WebhookServer.start(address, Optional.empty(), guard -> handler, ListenerTimings.STANDARD);
    }

    private static long openFiles() throws IOException {
        try (Stream<Path> files = Files.list(OPEN_FILES)) {
            return files.count();
        }
    }

    /** Fails when it is started, if it is told how. */
    private static final class Broken extends Handler.Abstract {
        private final Optional<Throwable> failure;

        Broken(@Nullable Throwable failure) {
            this.failure = Optional.ofNullable(failure);
        }

        @Override
        protected void doStart() throws Exception {
            if (failure.orElse(null) instanceof Error error) {
                throw error;
            }
            if (failure.orElse(null) instanceof Exception exception) {
                throw exception;
            }
            super.doStart();
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            return false;
        }
    }
}
