package io.cioconnect.simulator;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * One HTTP/1.1 connection that behaves like Go's client, which Customer.io's error texts identify as the sender: it is kept alive between
 * requests, reads while it writes, and never sends a POST twice. For one thread.
 */
final class GoConnection implements AutoCloseable {
    /** Go's IdleConnTimeout. */
    private static final Duration MAX_IDLE = Duration.ofSeconds(90);

    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private long lastUsed = System.nanoTime();
    private boolean reusable = true;
    private boolean used; // has carried a request before

    private GoConnection(SocketChannel channel, Selector selector) throws IOException {
        this.channel = channel;
        this.selector = selector;
        this.key = channel.register(selector, SelectionKey.OP_CONNECT);
    }

    static GoConnection open(InetSocketAddress address, long deadline) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            Selector selector = Selector.open();
            try {
                return connected(channel, selector, address, deadline);
            } catch (IOException | RuntimeException e) {
                selector.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static GoConnection connected(
            SocketChannel channel, Selector selector, InetSocketAddress address, long deadline) throws IOException {
        channel.configureBlocking(false);
        GoConnection connection = new GoConnection(channel, selector);
        if (!channel.connect(address)) {
            connection.await(SelectionKey.OP_CONNECT, deadline);
            channel.finishConnect();
        }
        return connection;
    }

    /** False once the server has closed it, it was idle for too long, or an exchange failed. */
    boolean isReusable() {
        if (!reusable || System.nanoTime() - lastUsed > MAX_IDLE.toNanos()) {
            return false;
        }
        try {
            return channel.read(ByteBuffer.allocate(1)) == 0;
        } catch (IOException closed) {
            return false;
        }
    }

    /** Sends one request; returns the answer's status, even if it arrives before the request is sent completely. */
    int exchange(byte[] request, long deadline) throws IOException {
        reusable = false;
        ByteBuffer out = ByteBuffer.wrap(request);
        HttpResponseHead response = new HttpResponseHead();
        boolean ended = false;
        while (!response.isComplete(ended)) {
            if (ended) {
                throw new EOFException(response.isEmpty() ? "EOF" : "unexpected EOF");
            }
            await(out.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ, deadline);
            if (out.hasRemaining()) {
                write(out);
            }
            ended = read(response);
        }
        reusable = !ended && !out.hasRemaining() && !response.closesConnection();
        lastUsed = System.nanoTime();
        used = true;
        return response.status();
    }

    private void write(ByteBuffer out) throws IOException {
        try {
            channel.write(out);
        } catch (IOException broken) {
            if (used && out.position() == 0) {
                throw new NothingWrittenException(broken);
            }
            out.position(out.limit()); // the answer may have arrived already; if not, the read shows what happened
        }
    }

    private boolean read(HttpResponseHead response) throws IOException {
        ByteBuffer in = ByteBuffer.allocate(8192);
        int length = channel.read(in);
        if (length > 0) {
            response.add(in.array(), length);
        }
        return length < 0;
    }

    private void await(int operations, long deadline) throws IOException {
        key.interestOps(operations);
        long millis = (deadline - System.nanoTime()) / 1_000_000;
        if (millis <= 0 || selector.select(millis) == 0) {
            if (Thread.currentThread().isInterrupted()) {
                throw new IOException("the sender was closed");
            }
            throw new SocketTimeoutException("no answer in time");
        }
        selector.selectedKeys().clear();
    }

    @Override
    public void close() throws IOException {
        selector.close();
        channel.close();
    }

    /**
     * Go retries such a request on another connection, because the server has not seen any of it. Only on a connection that was used before: a
     * server has no reason to close a new one.
     */
    static final class NothingWrittenException extends IOException {
        private static final long serialVersionUID = 1L;

        NothingWrittenException(IOException cause) {
            super(cause);
        }
    }
}
