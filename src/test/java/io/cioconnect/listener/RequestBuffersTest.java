package io.cioconnect.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.junit.jupiter.api.Test;

class RequestBuffersTest {
    private final RequestBuffers buffers = new RequestBuffers();

    @Test
    void aBufferThatWasGivenBackTwiceIsGivenToNobody() {
        RetainableByteBuffer twice = buffers.acquire(8_192, false);
        twice.release();
        assertThatThrownBy(twice::release).isInstanceOf(IllegalStateException.class);
        List<ByteBuffer> others = new ArrayList<>(List.of(twice.getByteBuffer()));
        for (int i = 0; i < 100; i++) {
            others.add(buffers.acquire(8_192, false).getByteBuffer());
        }
        for (int i = 0; i < others.size(); i++) {
            others.get(i).clear().putInt(i);
        }
        for (int i = 0; i < others.size(); i++) {
            assertThat(others.get(i).getInt(0)).isEqualTo(i);
        }
    }

    /** Answers are written from these; to allocate them is slow. */
    @Test
    void buffersOutsideTheHeapArePooled() {
        RetainableByteBuffer first = buffers.acquire(8_192, true);
        ByteBuffer bytes = first.getByteBuffer();
        first.release();

        assertThat(buffers.acquire(8_192, true).getByteBuffer()).isSameAs(bytes);
    }
}
