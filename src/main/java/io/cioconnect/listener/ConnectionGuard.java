package io.cioconnect.listener;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Request;

/**
 * Closes connections that take too long over the head of a request, and those without a request for as long as an idle one is kept;
 * Jetty's idle timeout does not see a client that sends a byte now and then, be it of a head or of a TLS record. Patience is counted
 * in sweeps, not by the clock, so that a worker that was frozen for a while does not close the connections it kept waiting itself.
 * Thread-safe.
 */
final class ConnectionGuard implements Connection.Listener {
    private static final class Watch {
        private volatile boolean inRequest;
        private volatile long bytesBefore; // what had been read when the last request ended
        private int sweeps; // only the sweeping thread, as the next two
        private int sweepsWithoutRequest;
        private long requestsBefore;

        /** Counts this sweep, unless there was a request since the last one. Returns how many there were in a row. */
        private int countIdleSweep(Connection connection) {
            boolean isNew =
                    connection.getMessagesIn() != requestsBefore; // also one that began and ended between two sweeps
            requestsBefore = connection.getMessagesIn();
            sweepsWithoutRequest = inRequest || isNew ? 0 : sweepsWithoutRequest + 1;
            return sweepsWithoutRequest;
        }

        private boolean isWaitingForRest(Connection connection) {
            return connection.getMessagesIn() == 0
                    || connection.getBytesIn() > bytesBefore
                    || connection.getEndPoint().isOutputShutdown(); // our last answer was sent, the client does not go
        }
    }

    private final Map<Connection, Watch> watches = new ConcurrentHashMap<>();
    private final int firstRequestSweeps;
    private final int headSweeps;
    private final int idleSweeps;

    ConnectionGuard(ListenerTimings timings) {
        this.firstRequestSweeps = (int) Math.max(1, timings.firstRequest().dividedBy(timings.tick()));
        this.headSweeps = (int) Math.max(1, timings.head().dividedBy(timings.tick()));
        this.idleSweeps = (int) Math.max(1, timings.idle().dividedBy(timings.tick()));
    }

    @Override
    public void onOpened(Connection connection) {
        // the TLS layer below an HTTP connection counts no messages; it closes together with what is on top of it
        if (connection.getMessagesIn() >= 0) {
            watches.put(connection, new Watch());
        }
    }

    @Override
    public void onClosed(Connection connection) {
        watches.remove(connection);
    }

    /** From here to the request's end its own deadline applies. */
    void watch(Request request) {
        Connection connection = request.getConnectionMetaData().getConnection();
        Watch watch = watches.get(connection);
        if (watch != null) {
            watch.inRequest = true;
            Request.addCompletionListener(request, outcome -> {
                watch.bytesBefore = connection.getBytesIn();
                watch.inRequest = false;
            });
        }
    }

    /** Called by one thread, once per tick. */
    void sweep() {
        watches.forEach((connection, watch) -> {
            if (watch.countIdleSweep(connection) > idleSweeps) {
                connection.getEndPoint().close();
                return;
            }
            if (watch.inRequest || !watch.isWaitingForRest(connection)) {
                watch.sweeps = 0;
                return;
            }
            watch.sweeps++;
            if (watch.sweeps > (connection.getMessagesIn() == 0 ? firstRequestSweeps : headSweeps)) {
                connection.getEndPoint().close();
            }
        });
    }
}
