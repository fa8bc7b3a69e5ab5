package io.cioconnect.it.rig;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** A TCP connection's way to a port of this machine, which can be made slow, cut or silent. Thread-safe. */
final class FaultyLink implements AutoCloseable {
    private static final int BUFFER = 16_384;
    private static final int DRIP = 32;
    private static final long DRIP_PAUSE_MILLIS = 20;
    private static final long LATENCY_MILLIS = 150;

    /** What happens to the bytes that pass. */
    enum State {
        CLEAR,
        /** Each piece comes late. */
        LATENCY,
        /** 1.6 kB per second. */
        DRIP,
        /** Connections are reset, old ones and new ones. */
        RESET,
        /** Nothing passes until the state changes; then all of it does, as TCP repeats what was lost. */
        BLACK_HOLE
    }

    private final ServerSocket server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "faulty-link");
        thread.setDaemon(true);
        return thread;
    });
    private final int target;
    private volatile boolean closed;
    private State state = State.CLEAR; // guarded by this

    /** @param target the port behind it */
    FaultyLink(int target) throws IOException {
        this.target = target;
        submit(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    void become(State next) {
        synchronized (this) {
            state = next;
            notifyAll();
        }
        if (next == State.RESET) {
            open.forEach(FaultyLink::reset);
        }
    }

    private synchronized State state() {
        return state;
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    /** Whoever closes a connection ends the work on it. */
    private void submit(Work work) {
        Future<?> unused = threads.submit(() -> {
            try {
                work.run();
            } catch (IOException closed) {
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void accept() throws IOException {
        while (!closed) {
            Socket client = server.accept();
            submit(() -> serve(client));
        }
    }

    private void serve(Socket client) throws IOException {
        open.add(client);
        if (state() == State.RESET) {
            reset(client);
            open.remove(client);
            return;
        }
        try {
            Socket behind = new Socket(InetAddress.getLoopbackAddress(), target);
            open.add(behind);
            submit(() -> copy(client, behind));
            submit(() -> copy(behind, client));
        } catch (IOException refused) {
            reset(client);
            open.remove(client);
        }
    }

    private void copy(Socket from, Socket to) throws IOException, InterruptedException {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                pass(buffer, read, out);
            }
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private void pass(byte[] bytes, int length, OutputStream out) throws IOException, InterruptedException {
        int passed = 0;
        while (passed < length) {
            State now = awaitPassage();
            int piece = now == State.DRIP ? Math.min(DRIP, length - passed) : length - passed;
            out.write(bytes, passed, piece);
            out.flush();
            passed += piece;
        }
    }

    /** Waits as long as the state wants it; woken when it changes. */
    private synchronized State awaitPassage() throws InterruptedException {
        long begun = System.nanoTime();
        while (!closed) {
            long left = pauseMillis(state) - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
            if (left <= 0) {
                break;
            }
            wait(left);
        }
        return state;
    }

    private static long pauseMillis(State state) {
        return switch (state) {
            case LATENCY -> LATENCY_MILLIS;
            case DRIP -> DRIP_PAUSE_MILLIS;
            case BLACK_HOLE -> Integer.MAX_VALUE;
            case CLEAR, RESET -> 0;
        };
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException gone) {
            return;
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        server.close();
        open.forEach(FaultyLink::reset);
        become(State.CLEAR);
        threads.shutdownNow();
    }
}
