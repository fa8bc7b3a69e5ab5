package io.cioconnect.listener;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Counts the one answer of a request, at the port and at the receivers it concerns. Before its path is known these are all of the port;
 * then those of the path, then the one that takes it.
 */
final class AnswerCount implements Consumer<Answer> {
    private final Refusals port;
    private volatile Supplier<List<Lease>> concerned;
    private volatile boolean pathIsKnown;

    /** @param all asked only when the path is not known */
    AnswerCount(Refusals port, Supplier<List<Lease>> all) {
        this.port = port;
        this.concerned = all;
    }

    void concerns(List<Lease> leases) {
        concerned = () -> leases;
        pathIsKnown = true;
    }

    @Override
    public void accept(Answer answer) {
        port.count(answer);
        // of another connector that may still be starting
        if (pathIsKnown || answer != Answer.UNAVAILABLE) {
            concerned.get().forEach(lease -> lease.receiver().answered(answer));
        }
    }
}
