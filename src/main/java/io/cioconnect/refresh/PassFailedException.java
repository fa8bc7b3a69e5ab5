package io.cioconnect.refresh;

/** A pass that cannot be completed for a reason that is neither the App API's nor a row's. */
final class PassFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    PassFailedException(String message) {
        super(message);
    }
}
