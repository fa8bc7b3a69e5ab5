package io.cioconnect.quickstart;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The Customer.io workspace to copy. For one thread. */
sealed interface Workspace extends Closeable permits SimulatedWorkspace, OwnWorkspace {

    /** The user's own workspace if the environment has its App API key, else a simulated one. */
    static Workspace choose(Map<String, String> environment) throws IOException {
        return environment.getOrDefault(OwnWorkspace.KEY, "").isBlank()
                ? new SimulatedWorkspace()
                : new OwnWorkspace(environment);
    }

    /** What it is and where. */
    String description();

    /** The connector's keys that depend on the workspace. */
    Map<String, String> connectorProps();

    /** Whether this workspace can send events to a connector on this machine. */
    default boolean sendsEvents() {
        return false;
    }

    /** The connector's keys for the signing key, which a person copies from Customer.io's page once the webhook is registered. */
    default Map<String, String> signingKey() {
        return Map.of();
    }

    /** The state of the reporting webhook in Customer.io, in words. */
    default String webhook() {
        return "";
    }

    /** What the sender of events saw, as lines to show. */
    default List<String> deliveries() {
        return List.of();
    }

    /** Called about once a second. A simulated workspace changes something here. */
    void tick();
}
