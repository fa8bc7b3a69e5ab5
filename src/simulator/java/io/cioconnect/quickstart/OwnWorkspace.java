package io.cioconnect.quickstart;

import java.util.Locale;
import java.util.Map;

/** The user's workspace. The worker gets its key through the environment, so that the key is not in any configuration that REST shows. */
final class OwnWorkspace implements Workspace {
    static final String KEY = "CUSTOMERIO_APP_API_KEY";
    static final String REGION = "CUSTOMERIO_REGION";

    private final String region;

    OwnWorkspace(Map<String, String> environment) {
        region = environment.getOrDefault(REGION, "us").toLowerCase(Locale.ROOT);
    }

    @Override
    public String description() {
        return "your workspace in region " + region + ", with the key from " + KEY;
    }

    @Override
    public Map<String, String> connectorProps() {
        return Map.of("app.api.key", "${env:" + KEY + "}", "region", region, "refresh.interval.ms", "60000");
    }

    @Override
    public void tick() {
        // the user's data is never changed
    }

    @Override
    public void close() {
        // nothing was opened
    }
}
