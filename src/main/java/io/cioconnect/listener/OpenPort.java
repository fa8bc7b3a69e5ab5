package io.cioconnect.listener;

import java.time.Duration;

/** One address and port: who may call it and take what arrives, what is in flight, and the server, if it is bound. */
record OpenPort(SharedListener paths, InFlightLimit limit, Refusals refusals, ServerBinding binding) {
    /** Once per tick. */
    void keep(Duration beyondDeadline) {
        refusals.report();
        ListenerSettings settings = paths.table().settings();
        Duration patience = settings.responseTimeout().plus(beyondDeadline);
        if (paths.isWanted()) {
            binding.want(settings.tls(), patience);
        } else if (binding.isOpen()) {
            binding.close(patience);
        }
    }

    /** A delivery on some path would be accepted now. */
    boolean isReady() {
        PathTable table = paths.table();
        return binding.isOpen()
                && table.isReady()
                && !limit.isFull(
                        table.settings().maxInFlight(), table.settings().maxInFlightBytes());
    }
}
