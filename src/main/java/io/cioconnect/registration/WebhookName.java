package io.cioconnect.registration;

/**
 * The name we give a webhook. While it waits for the connector to enable it, its name says so: that is how a later task, maybe on another
 * worker, tells such a webhook from one that somebody disabled by hand.
 */
record WebhookName(String connector) {
    private static final String PREFIX = "Kafka Connect: ";
    private static final String WAITS = " (not enabled yet)";

    String plain() {
        return PREFIX + connector;
    }

    boolean isOurs(String name) {
        return withoutMark(name).equals(plain());
    }

    boolean isOfAnotherConnector(String name) {
        return name.startsWith(PREFIX) && !isOurs(name);
    }

    /** A name that somebody gave the webhook by hand stays; it only gets the mark, or loses it. */
    String marked(String name, boolean waits) {
        String plain = name.isBlank() ? plain() : withoutMark(name);
        return waits ? plain + WAITS : plain;
    }

    static boolean isMarked(String name) {
        return name.endsWith(WAITS);
    }

    private static String withoutMark(String name) {
        return isMarked(name) ? name.substring(0, name.length() - WAITS.length()) : name;
    }
}
