package io.cioconnect.quickstart;

import java.io.Closeable;
import java.io.IOException;
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

    /** Called about once a second: the moment to change something, where that is ours to do. */
    void tick();
}
