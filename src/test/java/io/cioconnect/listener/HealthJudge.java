package io.cioconnect.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Looks at the health of the ports of a {@link ListenerRun}, as load balancers do. */
final class HealthJudge {
    private final Collection<PortModel> ports;
    private final ListenerJudge judge;

    HealthJudge(Collection<PortModel> ports, ListenerJudge judge) {
        this.ports = ports;
        this.judge = judge;
    }

    /** A look at the health of the port says what a delivery would get. */
    void look(int number) throws IOException {
        Optional<PortModel> open = ports.stream()
                .filter(port -> port.address.port() == number)
                .filter(port -> port.held.stream().anyMatch(ModelTask::isBound))
                .findAny();
        if (open.isEmpty()) {
            if (!ModelCalls.isRefused(number)) {
                assertThat(ModelCalls.get(number, "/readyz"))
                        .as(judge.saying("readyz of " + number))
                        .isIn(503, 404, 403, ModelCalls.REFUSED);
            }
            return;
        }
        PortModel port = open.get();
        boolean isOwn = port.settings().listener().healthPort().isEmpty();
        if (!isOwn || !port.lets(ListenerJudge.US)) {
            assertThat(ModelCalls.get(number, "/readyz"))
                    .as(judge.saying("readyz of " + number))
                    .isEqualTo(port.lets(ListenerJudge.US) ? 404 : 403);
            return;
        }
        lookAt(number, port);
    }

    private void lookAt(int number, PortModel port) throws IOException {
        assertThat(ModelCalls.get(number, "/healthz"))
                .as(judge.saying("healthz"))
                .isEqualTo(200);
        assertThat(ModelCalls.get(number, "/readyz"))
                .as(judge.saying("readyz of " + port))
                .isEqualTo(port.held.stream().anyMatch(ModelTask::isReady) ? 200 : 503);
        for (String path : port.held.stream().map(ModelTask::path).distinct().toList()) {
            boolean isReady = port.held.stream().anyMatch(task -> task.path().equals(path) && task.isReady());
            assertThat(ModelCalls.get(number, path + "/readyz"))
                    .as(judge.saying(path + "/readyz of " + port))
                    .isEqualTo(isReady ? 200 : 503);
        }
    }

    /**
     * The same for a health port of its own, which one address alone has. Not where a connector changed its host: its old address may keep
     * the health port for as long as it is kept open.
     */
    void lookAtHealth(int health) throws IOException {
        List<PortModel> served = ports.stream()
                .filter(port -> port.settings().listener().healthPort().orElse(0) == health)
                .toList();
        if (judge.movers.isEmpty()
                && served.size() == 1
                && served.get(0).held.stream().anyMatch(ModelTask::isBound)
                && !ModelCalls.isRefused(health)) { // it may have to wait for the next look at the ports
            lookAt(health, served.get(0));
        }
    }
}
