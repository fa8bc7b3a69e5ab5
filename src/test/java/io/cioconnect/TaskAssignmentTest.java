package io.cioconnect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cioconnect.config.CustomerIoSourceConfig;
import io.cioconnect.table.Tables;
import io.cioconnect.testing.WrongConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskAssignmentTest {
    private static final List<String> TEN = Tables.defaultNames();

    @ParameterizedTest(name = "{0} receivers, {1} tables, tasks.max {2}: {3} tasks")
    @CsvSource({
        "0, 10, 1, 1",
        "0, 10, 3, 3",
        "0, 10, 20, 10",
        "1, 0, 5, 1",
        "1, 10, 1, 1",
        "2, 10, 20, 12",
        "2, 3, 4, 4"
    })
    void makesAsManyTasksAsThereIsWorkFor(int receivers, int tables, int tasksMax, int expected) {
        List<TaskAssignment> tasks = TaskAssignment.assign(receivers, TEN.subList(0, tables), false, 8, tasksMax);

        assertThat(tasks).hasSize(expected);
        assertThat(tasks).extracting(TaskAssignment::index).isSorted().doesNotHaveDuplicates();
        assertThat(tasks.stream().flatMap(task -> task.polledTables().stream()).toList())
                .containsExactlyInAnyOrderElementsOf(TEN.subList(0, tables));
        assertThat(tasks.stream()
                        .flatMap(task -> task.receiver().stream().boxed())
                        .toList())
                .hasSize(receivers)
                .doesNotHaveDuplicates();
    }

    @Test
    void tablesMadeOfTheSameRepliesStayTogether() {
        List<TaskAssignment> tasks =
                TaskAssignment.assign(0, List.of("campaigns", "deliveries", "delivery_metrics"), false, 8, 9);
        assertThat(tasks).hasSize(2);
        assertThat(tasks.stream().map(TaskAssignment::deliveryTables))
                .containsExactlyInAnyOrder(List.of(), List.of("deliveries", "delivery_metrics"));
        assertThat(tasks.stream().flatMap(task -> task.refreshedTables().stream()))
                .containsExactly("campaigns");
    }

    @Test
    void receiversHaveTasksOfTheirOwnWhileThereAreEnough() {
        List<TaskAssignment> tasks = TaskAssignment.assign(2, TEN, false, 8, 3);

        assertThat(tasks.get(0)).isEqualTo(new TaskAssignment(0, OptionalInt.of(0), List.of(), 0));
        assertThat(tasks.get(1)).isEqualTo(new TaskAssignment(1, OptionalInt.of(1), List.of(), 0));
        assertThat(tasks.get(2)).isEqualTo(new TaskAssignment(2, OptionalInt.empty(), TEN, 8));
    }

    @Test
    void listTablesJoinTheReceiversWhenNoTaskIsLeft() {
        assertThat(TaskAssignment.assign(1, TEN, true, 8, 1))
                .containsExactly(new TaskAssignment(0, OptionalInt.of(0), TEN, 8));
        assertThat(TaskAssignment.assign(2, TEN, false, 8, 2))
                .allMatch(task ->
                        task.receiver().isPresent() && !task.polledTables().isEmpty());
    }

    @Test
    void spreadsTheTablesByWhatTheyCost() {
        List<TaskAssignment> tasks = TaskAssignment.assign(0, TEN, false, 8, 2);

        assertThat(tasks)
                .allMatch(task -> task.polledTables().contains("newsletters")
                        != task.polledTables().contains("sender_identities"));
        assertThat(tasks).allMatch(task -> task.polledTables().size() == 5);
        assertThat(tasks).extracting(TaskAssignment::requestsPerSecond).containsExactly(4.0, 4.0);
    }

    /** One call of registration in 38 s would be none: its webhook has to stand soon after the start. */
    @Test
    void registrationGetsItsShareBesideTablesOfManyCalls() {
        List<TaskAssignment> tasks = TaskAssignment.assign(1, Tables.names(), true, 8, 2);

        assertThat(tasks).extracting(TaskAssignment::requestsPerSecond).containsExactly(0.5, 7.5);
    }

    @Test
    void sharesTheBudgetByNeedAndNeverMoreThanThereIs() {
        List<TaskAssignment> tasks = TaskAssignment.assign(1, List.of("campaigns", "newsletters"), true, 10, 3);

        assertThat(tasks).extracting(TaskAssignment::requestsPerSecond).containsExactly(2.0, 6.0, 2.0);
        for (int tasksMax = 1; tasksMax <= 20; tasksMax++) {
            for (int budget = 1; budget <= 10; budget++) {
                List<TaskAssignment> shared = TaskAssignment.assign(2, TEN, tasksMax % 2 == 0, budget, tasksMax);
                double sum = shared.stream()
                        .mapToDouble(TaskAssignment::requestsPerSecond)
                        .sum();
                assertThat(sum).isLessThanOrEqualTo(budget).isCloseTo(budget, within(0.02));
                assertThat(shared).allMatch(task -> task.polledTables().isEmpty() || task.requestsPerSecond() > 0);
            }
        }
    }

    @Test
    void withoutEventTablesNobodyReceives() {
        Map<String, String> properties = WrongConfiguration.changed("tables=campaigns", "-webhook.signing.keys");

        assertThat(TaskAssignment.assign(new CustomerIoSourceConfig(properties), 4))
                .containsExactly(new TaskAssignment(0, OptionalInt.empty(), List.of("campaigns"), 8));
    }

    @Test
    void travelsInTheTaskPropertiesBesideTheConnectorsOwn() {
        Map<String, String> connector = WrongConfiguration.right();
        List<TaskAssignment> tasks = new ArrayList<>(TaskAssignment.assign(2, TEN, true, 7, 3));
        tasks.add(new TaskAssignment(3, OptionalInt.empty(), List.of(), 0));

        for (TaskAssignment task : tasks) {
            Map<String, String> properties = task.properties(connector);
            assertThat(properties).containsAllEntriesOf(connector);
            assertThat(TaskAssignment.from(properties)).isEqualTo(task);
        }
    }

    @Test
    void copiesNoSecretToAnotherKey() {
        Map<String, String> connector = WrongConfiguration.right();
        String secret = connector.get("app.api.key");

        assertThat(TaskAssignment.assign(new CustomerIoSourceConfig(connector), 2)
                        .get(1)
                        .properties(connector))
                .satisfies(
                        properties -> assertThat(properties.values().stream().filter(value -> value.contains(secret)))
                                .hasSize(1));
    }
}
