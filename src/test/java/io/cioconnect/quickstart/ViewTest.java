package io.cioconnect.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.table.Tables;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is shown fits the screen, whatever the numbers are. */
class ViewTest {
    private static final Landed NOTHING = new Landed() {
        @Override
        public long rows(String table) {
            return 0;
        }

        @Override
        public void completeEvents() {
            throw new IllegalStateException("no event has landed");
        }

        @Override
        public Set<String> fromApi(Instant since) {
            return Set.of();
        }
    };

    private static final Landed ONE_OF_EACH = new Landed() {
        @Override
        public long rows(String table) {
            return 1;
        }

        @Override
        public void completeEvents() {
            throw new IllegalStateException("nobody asks for the view");
        }

        @Override
        public Set<String> fromApi(Instant since) {
            return Set.of();
        }
    };

    @Test
    void tablesStandSideBySide() {
        LiveTable table = new LiveTable(List.of(List.of("campaigns", "segments"), List.of("deliveries")));
        table.add("rows", 6, name -> Integer.toString(name.length()));
        assertThat(table.lines())
                .containsExactly(
                        "table                    rows   table                    rows",
                        "campaigns                   9   deliveries                 10",
                        "segments                    8");
    }

    @Test
    void allTablesOfTheSimulatedWorkspaceFit() throws IOException {
        try (SimulatedWorkspace workspace = new SimulatedWorkspace(Duration.ZERO)) {
            LiveTable table = Watch.table(workspace, name -> 9_999_999, name -> 9_999_999, name -> 999_999);
            assertThat(table.lines()).hasSize(19).allMatch(line -> line.length() <= Screen.WIDTH);
            assertThat(workspace.polledTables().stream().flatMap(List::stream))
                    .as("every group but the account, and nothing that has to be named")
                    .hasSize(26)
                    .containsAll(Tables.defaultNames())
                    .contains("campaign_actions", "segment_usage", "campaign_metrics", "deliveries");
            workspace.tick(NOTHING);
            assertThat(workspace.lines()).hasSize(6).allMatch(line -> line.length() <= Screen.WIDTH);
        }
    }

    /** Half of the calls that the API allows, so that nothing has to wait. */
    @Test
    void passesOfTheSimulatedWorkspaceFitTheBudget() throws IOException {
        try (SimulatedWorkspace workspace = new SimulatedWorkspace(Duration.ofSeconds(60))) {
            Map<String, String> props = workspace.connectorProps();
            double calls = workspace.polledTables().stream()
                    .flatMap(List::stream)
                    .filter(name -> !Tables.named(name).isReadByWindows())
                    .mapToDouble(name -> callsOfAPass(name)
                            * 1000
                            / Double.parseDouble(props.getOrDefault(
                                    "refresh.interval.ms." + name, props.get("refresh.interval.ms"))))
                    .sum();
            assertThat(calls).isLessThan(5);
        }
    }

    private static int callsOfAPass(String table) {
        int parents = Tables.named(table).parents().size();
        return parents == 0 ? 1 : 1 + 14 * parents;
    }

    @Test
    void theStoryFitsTheTimeThereIs() {
        assertThat(SimulatedWorkspace.dayWithin(Duration.ZERO)).isEqualTo(Duration.ofSeconds(80));
        assertThat(SimulatedWorkspace.dayWithin(Duration.ofSeconds(300))).isEqualTo(Duration.ofSeconds(80));
        assertThat(SimulatedWorkspace.dayWithin(Duration.ofSeconds(60))).isEqualTo(Duration.ofSeconds(40));
        assertThat(SimulatedWorkspace.dayWithin(Duration.ofSeconds(5))).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void anAnswerHasItsQuestionAndFitsTheScreen() {
        List<Map<String, @Nullable Object>> rows = IntStream.range(0, 9)
                .mapToObj(number -> row("subject", "s".repeat(200), "opened", number * 6L, "none", null))
                .toList();
        List<String> lines = new Query("Who opens?", "warehouses.md", "opens-by-message").lines(rows);
        assertThat(lines)
                .startsWith(
                        "",
                        "Who opens?",
                        "(SQL \"opens-by-message\" of src/site/markdown/warehouses.md, 9 rows, the first 5)",
                        "  subject                         opened  none",
                        "  " + "s".repeat(27) + "...       0     -")
                .hasSize(9)
                .allMatch(line -> line.length() <= Screen.WIDTH);
    }

    @Test
    void everyQueryStandsInTheDocumentation() throws IOException {
        try (SimulatedWorkspace simulated = new SimulatedWorkspace(Duration.ZERO);
                OwnWorkspace own = new OwnWorkspace(Map.of())) {
            own.tick(NOTHING);
            assertThat(own.queries()).as("without a campaign").hasSize(1);
            own.tick(ONE_OF_EACH);
            for (Workspace workspace : List.of(simulated, own)) {
                assertThat(workspace.queries()).hasSize(2).allSatisfy(query -> {
                    assertThat(query.sql()).isNotBlank();
                    assertThat(query.viewsSql()).allMatch(sql -> sql.startsWith("create"));
                });
            }
        }
    }

    private static Map<String, @Nullable Object> row(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            row.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return row;
    }
}
