package io.cioconnect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cioconnect.testing.WrongConfiguration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.ConnectorTransactionBoundaries;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;
import org.junit.jupiter.api.Test;

class CustomerIoSourceConnectorTest {
    private final CustomerIoSourceConnector connector = new CustomerIoSourceConnector();

    @Test
    void isFoundThroughItsServiceFile() {
        assertThat(ServiceLoader.load(SourceConnector.class))
                .hasSize(1)
                .first()
                .isInstanceOf(CustomerIoSourceConnector.class);
        assertThat(connector.version()).matches("\\d+\\.\\d+\\.\\d+.*");
        assertThat(connector.taskClass()).isEqualTo(CustomerIoSourceTask.class);
    }

    @Test
    void everyTaskGetsTheConnectorsPropertiesUnchanged() {
        Map<String, String> properties = WrongConfiguration.changed("custom=${file:/a:b}");
        connector.start(properties);

        List<Map<String, String>> tasks = connector.taskConfigs(2);

        assertThat(tasks).hasSize(2).allSatisfy(task -> assertThat(task).containsAllEntriesOf(properties));
        assertThat(TaskAssignment.from(tasks.get(0)).receiver()).hasValue(0);
        assertThat(TaskAssignment.from(tasks.get(1)).polledTables()).containsExactly("campaigns", "segments");
        connector.stop();
    }

    @Test
    void doesNotStartWithWhatValidationWouldRefuse() {
        assertThatThrownBy(() -> connector.start(WrongConfiguration.changed("webhook.receivers=3")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("tasks.max is 2");
    }

    @Test
    void supportsExactlyOnceUnlessSeveralReceive() {
        assertThat(connector.exactlyOnceSupport(WrongConfiguration.right())).isEqualTo(ExactlyOnceSupport.SUPPORTED);
        assertThat(connector.exactlyOnceSupport(WrongConfiguration.changed("webhook.receivers=2")))
                .isEqualTo(ExactlyOnceSupport.UNSUPPORTED);
        assertThat(connector.exactlyOnceSupport(WrongConfiguration.changed("webhook.receivers=2", "tables=campaigns")))
                .isEqualTo(ExactlyOnceSupport.SUPPORTED);
        assertThat(connector.exactlyOnceSupport(WrongConfiguration.changed("webhook.receivers=x", "tables=y")))
                .isEqualTo(ExactlyOnceSupport.SUPPORTED);
        assertThat(connector.canDefineTransactionBoundaries(WrongConfiguration.right()))
                .isEqualTo(ConnectorTransactionBoundaries.UNSUPPORTED);
    }

    @Test
    void offsetsCanBeResetBeforeTheConnectorStarts() {
        Map<Map<String, ?>, Map<String, ?>> reset = new HashMap<>();
        reset.put(
                Map.of("api", "api.customer.io", "bucket", "07", "table", "campaigns", "topic", "cio.campaigns"), null);

        assertThat(connector.alterOffsets(WrongConfiguration.right(), reset)).isTrue();
    }

    @Test
    void offsetsThatCouldNotBeReadAreRefused() {
        Map<String, String> partition =
                Map.of("api", "api.customer.io", "bucket", "07", "table", "campaigns", "topic", "cio.campaigns");

        assertThatThrownBy(() ->
                        connector.alterOffsets(WrongConfiguration.right(), Map.of(partition, Map.of("page", "2"))))
                .isInstanceOf(ConnectException.class);
        assertThatThrownBy(() -> connector.alterOffsets(
                        WrongConfiguration.right(), Map.of(Map.of("table", "people"), Map.of("page", "2"))))
                .isInstanceOf(ConnectException.class);
    }
}
