package io.cioconnect.listener;

import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;

/**
 * Jetty's pool of buffers, without those on the heap: requests are read into them, and each gets a new one. Jetty 12.1.14 answers a request that is
 * not HTTP on another thread, which may go on with the connection before the first one has let go of its buffer; both give it back then. A pool hands it
 * out to two connections at once, and bytes of the one become part of the other's request: a good delivery was answered 400 or 405. Thread-safe.
 */
final class RequestBuffers extends ByteBufferPool.Wrapper {
    RequestBuffers() {
        super(new ArrayByteBufferPool());
    }

    @Override
    public RetainableByteBuffer.Mutable acquire(int size, boolean direct) {
        return direct ? super.acquire(size, true) : NON_POOLING.acquire(size, false);
    }
}
