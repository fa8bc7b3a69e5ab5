package io.cioconnect.listener;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** A port for health and status alone, for all listeners of this JVM that name it. Plain HTTP: it is meant for the inside. */
final class HealthPort {
    private final ServerBinding binding;
    private volatile List<OpenPort> served = List.of();

    HealthPort(HostPort address, ListenerTimings timings, LongSupplier nanoTime) {
        binding =
                new ServerBinding(address, guard -> new HealthHandler(() -> served, guard, timings), timings, nanoTime);
    }

    ServerBinding binding() {
        return binding;
    }

    void serve(List<OpenPort> ports) {
        served = ports;
    }

    boolean isUnused() {
        return served.isEmpty();
    }

    /** Once per tick. */
    void keep(Duration patience) {
        if (!isUnused()) {
            binding.want(Optional.empty(), patience);
        } else if (binding.isOpen()) {
            binding.close(patience);
        }
    }
}
