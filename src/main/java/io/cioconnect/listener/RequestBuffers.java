package io.cioconnect.listener;

import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;

/**
 * Jetty's pool of buffers, except for buffers on the heap: requests are read into those, and each request gets a new one. Jetty 12.1.14
 * answers a request that is not HTTP on another thread. That thread may go on with the connection before the first one has given up its
 * buffer, and then both give it back. A pool would hand it out to two connections at once, and bytes of one would become part of the other's
 * request: a good delivery was answered 400 or 405. Thread-safe.
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
