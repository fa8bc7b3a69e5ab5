package io.cioconnect.testing;

/** A body that somebody signed and nobody should have, and where it belongs. */
public final class AbusiveBody {
    private final String name;
    private final String destination;
    private final String eventId;
    private final byte[] body;

    /**
     * @param destination the event table, or {@code quarantined.<reason>}, of a body that is small enough to be looked at
     * @param eventId of one that becomes an event, else {@code ""}
     */
    public AbusiveBody(String name, String destination, String eventId, byte[] body) {
        this.name = name;
        this.destination = destination;
        this.eventId = eventId;
        this.body = body.clone();
    }

    public String name() {
        return name;
    }

    public String destination() {
        return destination;
    }

    public String eventId() {
        return eventId;
    }

    public byte[] body() {
        return body.clone();
    }

    public boolean isEvent() {
        return !eventId.isEmpty();
    }
}
