package io.cioconnect.quickstart;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The Customer.io workspace that is copied. Used by one thread. */
sealed interface Workspace extends Closeable permits SimulatedWorkspace, OwnWorkspace {

    /** The user's own where the environment holds its App API key, else a simulated one. */
    static Workspace choose(Map<String, String> environment) throws IOException {
        return environment.getOrDefault(OwnWorkspace.KEY, "").isBlank()
                ? new SimulatedWorkspace()
                : new OwnWorkspace(environment);
    }

    /** In words, with where it is. */
    String description();

    /** The connector's keys that depend on the workspace. */
    Map<String, String> connectorProps();

    /** Whether this workspace can send events to a connector on this machine. */
    default boolean sendsEvents() {
        return false;
    }

    /** The key that a person copies from Customer.io's page once the webhook is registered, as the connector's keys for it. */
    default Map<String, String> signingKey() {
        return Map.of();
    }

    /** How the reporting webhook stands in Customer.io, in words. */
    default String webhook() {
        return "";
    }

    /** What the sender of events saw, as lines to show. */
    default List<String> deliveries() {
        return List.of();
    }

    /** Called about once a second: the moment to change something, where that is ours to do. */
    void tick();
}
