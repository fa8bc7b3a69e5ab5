package io.cioconnect.quickstart;

import io.cioconnect.table.Tables;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The user's workspace. The worker gets its key through the environment, so that the key is not in any configuration that REST shows. */
final class OwnWorkspace implements Workspace {
    static final String KEY = "CUSTOMERIO_APP_API_KEY";
    static final String REGION = "CUSTOMERIO_REGION";

    private final String region;
    private boolean hasCampaigns;

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
    public List<List<String>> polledTables() {
        return List.of(Tables.defaultNames());
    }

    @Override
    public List<Query> queries() {
        Query freshness = new Query("How old is each table?", "warehouses.md", "freshness");
        Query messages = new Query("Which messages does each campaign have?", "warehouses.md", "messages-by-campaign");
        return hasCampaigns ? List.of(freshness, messages) : List.of(freshness); // a table exists once it has a row
    }

    /** Changes nothing: the data is the user's. */
    @Override
    public void tick(Landed landed) {
        hasCampaigns = landed.rows("campaigns") > 0;
    }

    @Override
    public void close() {
        // nothing was opened
    }
}
