package io.cioconnect.quickstart;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The Customer.io workspace to copy. For one thread. */
sealed interface Workspace extends Closeable permits SimulatedWorkspace, OwnWorkspace {

    /**
     * The user's own workspace if the environment has its App API key, else a simulated one.
     *
     * @param limit how long it will be watched; zero if there is no limit
     */
    static Workspace choose(Map<String, String> environment, Duration limit) throws IOException {
        return environment.getOrDefault(OwnWorkspace.KEY, "").isBlank()
                ? new SimulatedWorkspace(limit)
                : new OwnWorkspace(environment);
    }

    /** What it is and where. */
    String description();

    /** The connector's keys that depend on the workspace. */
    Map<String, String> connectorProps();

    /** The polled tables to show, as blocks that stand side by side. */
    List<List<String>> polledTables();

    /** Whether this workspace can send events to a connector on this machine. */
    default boolean sendsEvents() {
        return false;
    }

    /** The connector's keys for the signing key, which a person copies from Customer.io's page once the webhook is registered. */
    default Map<String, String> signingKey() {
        return Map.of();
    }

    /** The reporting webhook in Customer.io, in words; empty while there is none. */
    default String webhook() {
        return "";
    }

    /** Whether the reporting webhook sends events. */
    default boolean isWebhookEnabled() {
        return false;
    }

    /** The page that shows the connector's state in a browser; empty when the connector receives no events and serves none. */
    default String statusPage() {
        return "";
    }

    /** What happens in the workspace, as lines to show. */
    default List<String> lines() {
        return List.of();
    }

    /** Whether all that was to be shown has been shown. */
    default boolean isTold() {
        return true;
    }

    /** What to ask the warehouse at the end. */
    List<Query> queries();

    /**
     * Called about once a second. A simulated workspace changes something here.
     *
     * @param landed what the connector and the sinks made of it so far
     */
    void tick(Landed landed);
}
