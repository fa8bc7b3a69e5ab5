package io.cioconnect.sync;

/** A pass that cannot be completed for a reason that is neither the App API's nor a row's. */
public final class PassFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    public PassFailedException(String message) {
        super(message);
    }
}
