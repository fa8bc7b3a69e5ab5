package io.cioconnect.offset;

/** A source partition or offset that this connector did not write, or that was changed since. */
public final class UnreadableOffsetException extends Exception {
    private static final long serialVersionUID = 1L;

    public UnreadableOffsetException(String message) {
        super(message);
    }

    public UnreadableOffsetException(String message, Throwable cause) {
        super(message, cause);
    }
}
