package io.cioconnect.listener;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/** A port for health and status alone, for all listeners of this JVM that name it. Plain HTTP: it is meant for the inside. */
record HealthPort(AtomicReference<List<OpenPort>> served, ServerBinding binding) {
    static HealthPort at(HostPort address, ListenerTimings timings, LongSupplier nanoTime) {
        var served = new AtomicReference<>(List.<OpenPort>of());
        var binding =
                new ServerBinding(address, guard -> new HealthHandler(served::get, guard, timings), timings, nanoTime);
        return new HealthPort(served, binding);
    }

    void serve(List<OpenPort> ports) {
        served.set(ports);
    }

    boolean isUnused() {
        return served.get().isEmpty();
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
