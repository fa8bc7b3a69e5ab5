package io.cioconnect.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.table.EventTables;
import io.cioconnect.table.Tables;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableSelectionTest {
    private static final List<String> BY_NAME =
            List.of("reporting_webhooks", "campaign_action_metrics", "link_metrics");

    @Test
    void groupsSelectTheirTables() {
        assertThat(TableSelection.groups())
                .containsExactly("@lists", "@events", "@content", "@usage", "@account", "@metrics", "@deliveries");
        assertThat(TableSelection.of(List.of("@lists")).polledTables()).isEqualTo(Tables.defaultNames());
        assertThat(TableSelection.of(List.of("@events")).eventTables()).isEqualTo(EventTables.names());
        assertThat(TableSelection.of(List.of("@account", "@usage")).polledTables())
                .containsExactly(
                        "segment_usage", "segment_counts", "sender_usage", "workspaces", "subscription_channels");
        assertThat(TableSelection.of(List.of("@metrics")).polledTables())
                .containsExactly(
                        "campaign_metrics",
                        "journey_metrics",
                        "newsletter_metrics",
                        "broadcast_metrics",
                        "transactional_metrics");
        assertThat(TableSelection.of(List.of("@deliveries", "workspaces")).deliveryTables())
                .containsExactly("deliveries", "delivery_metrics");
        assertThat(TableSelection.of(List.of("@deliveries", "workspaces")).refreshedTables())
                .containsExactly("workspaces");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"*", "@account", "@metrics", "reporting_*", "*_metrics", "reporting_webhooks*", "link*metrics"})
    void nothingButItsNameSelectsATableThatIsSelectedByName(String item) {
        assertThat(TableSelection.matched(item)).doesNotContainAnyElementsOf(BY_NAME);
    }

    @Test
    void aPatternMayHaveAnythingBetweenItsParts() {
        assertThat(TableSelection.matched("c*s*"))
                .contains("campaigns", "collections", "campaign_actions", "customer_events");
        assertThat(TableSelection.matched("*ai*a*")).containsExactly("campaign_actions");
        assertThat(TableSelection.matched("**_events")).isEqualTo(EventTables.names());
        for (String none : List.of("campaigns*s", "*paigns*igns", "*s*x*", "", "camp.*")) {
            assertThat(TableSelection.matched(none)).as(none).isEmpty();
        }
    }

    /** Each {@code *} more made a regular expression many times slower. */
    @Test
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aPatternOfManyPartsIsMatchedAtOnce() {
        assertThat(TableSelection.matched("*".repeat(40) + "x")).isEmpty();
        assertThat(TableSelection.matched("*s".repeat(40))).isEmpty();
        assertThat(TableSelection.matched("*".repeat(40) + "events")).isEqualTo(EventTables.names());
    }

    @Test
    void aNameSelectsItsTable() {
        assertThat(TableSelection.of(BY_NAME).polledTables()).containsExactlyInAnyOrderElementsOf(BY_NAME);
        assertThat(TableSelection.of(List.of("*")).polledTables())
                .hasSize(Tables.names().size() - BY_NAME.size());
    }
}
