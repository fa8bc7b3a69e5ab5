package io.cioconnect.api;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.BooleanSupplier;

/** A body that ends with a {@link TooLateException} as soon as it is of no use any more, however much of it is still to come. */
final class EndingBody extends FilterInputStream {
    private final BooleanSupplier isTooLate;

    EndingBody(InputStream body, BooleanSupplier isTooLate) {
        super(body);
        this.isTooLate = isTooLate;
    }

    static final class TooLateException extends IOException {
        private static final long serialVersionUID = 1L;

        private TooLateException() {
            super("the reply did not end in time");
        }
    }

    @Override
    public int read() throws IOException {
        requireInTime();
        return super.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        requireInTime();
        return super.read(bytes, offset, length);
    }

    private void requireInTime() throws TooLateException {
        if (isTooLate.getAsBoolean()) {
            throw new TooLateException();
        }
    }
}
