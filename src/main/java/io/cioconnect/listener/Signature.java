package io.cioconnect.listener;

/** The check of one delivery's signature while its body streams in. Used by one thread at a time. */
public interface Signature {
    /** True when the headers alone show that no body makes it genuine. The body then need not be kept, and {@link #update} not be called. */
    default boolean cannotBeGenuine() {
        return false;
    }

    void update(byte[] bytes, int offset, int length);

    /** True when one of the signing keys signed exactly these bytes (or when only URL tokens verify). Call once, at the end. */
    boolean isGenuine();
}
