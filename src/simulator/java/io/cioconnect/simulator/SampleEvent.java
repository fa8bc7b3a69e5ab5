package io.cioconnect.simulator;

/** An event to send: its id, the name a webhook subscribes to it by, and its body. */
public final class SampleEvent {
    private final String id;
    private final String name;
    private final byte[] body;

    SampleEvent(String id, String name, byte[] body) {
        this.id = id;
        this.name = name;
        this.body = body;
    }

    public String id() {
        return id;
    }

    /** Such as {@code email_opened}. */
    public String name() {
        return name;
    }

    public byte[] body() {
        return body.clone();
    }

    @Override
    public String toString() {
        return name + " " + id;
    }
}
