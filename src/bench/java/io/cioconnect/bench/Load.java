package io.cioconnect.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** Sends prepared requests over a number of connections, each waiting for its answer before its next request, as Customer.io's sender does. */
final class Load {
    private Load() {}

    /**
     * What came of it.
     *
     * @param nanos latency of each answered request, sorted
     * @param failed requests with another answer than 200
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Result(long[] nanos, long failed, double seconds) {
        double perSecond() {
            return nanos.length / seconds;
        }

        /** Not a number when nothing was answered. */
        double millis(double quantile) {
            return nanos.length == 0
                    ? Double.NaN
                    : nanos[Math.min(nanos.length - 1, (int) (quantile * nanos.length))] / 1e6;
        }

        double maxMillis() {
            return millis(1);
        }
    }

    /** As fast as the answers come. */
    static Result closed(int port, List<byte[]> requests, int connections) {
        return run(port, requests, connections, 0);
    }

    /** At a fixed rate over enough connections; a latency counts from when the request was due, not from when a connection was free. */
    static Result paced(int port, List<byte[]> requests, int connections, int perSecond) {
        return run(port, requests, connections, 1e9 / perSecond);
    }

    private static Result run(int port, List<byte[]> requests, int connections, double nanosApart) {
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            long start = System.nanoTime();
            List<Future<Share>> shares = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                int first = i;
                shares.add(threads.submit(() -> send(port, requests, first, connections, start, nanosApart)));
            }
            long failed = 0;
            long[] nanos = new long[0];
            for (Future<Share> share : shares) {
                long[] more = share.get().nanos;
                int length = nanos.length;
                nanos = Arrays.copyOf(nanos, length + more.length);
                System.arraycopy(more, 0, nanos, length, more.length);
                failed += share.get().failed;
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            Arrays.sort(nanos);
            return new Result(nanos, failed, seconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("A connection of the load broke", e);
        } finally {
            threads.shutdownNow();
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Share(long[] nanos, long failed) {}

    private static Share send(int port, List<byte[]> requests, int first, int every, long start, double nanosApart)
            throws IOException {
        long[] nanos = new long[(requests.size() - first + every - 1) / every];
        int answered = 0;
        long failed = 0;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream(), 1024);
            OutputStream out = socket.getOutputStream();
            for (int i = first; i < requests.size(); i += every) {
                long due = start + (long) (i * nanosApart);
                for (long wait = due - System.nanoTime(); nanosApart > 0 && wait > 0; wait = due - System.nanoTime()) {
                    LockSupport.parkNanos(wait);
                }
                long from = nanosApart > 0 ? due : System.nanoTime();
                out.write(requests.get(i));
                if (status(in) == 200) {
                    nanos[answered++] = System.nanoTime() - from;
                } else {
                    failed++;
                }
            }
        }
        return new Share(Arrays.copyOf(nanos, answered), failed);
    }

    /** Reads one response, whose body is empty or announced. */
    private static int status(InputStream in) throws IOException {
        String line = line(in);
        int status = Integer.parseInt(line.substring(9, 12));
        int length = 0;
        for (line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        in.skipNBytes(length);
        return status;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the receiver closed the connection");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
