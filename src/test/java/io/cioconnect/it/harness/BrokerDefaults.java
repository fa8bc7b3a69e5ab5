package io.cioconnect.it.harness;

import java.util.Map;

/** Broker properties that every test wants, wherever the broker runs. */
final class BrokerDefaults {
    static final Map<String, String> ANYWHERE = Map.ofEntries(
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("offsets.topic.num.partitions", "3"),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("transaction.state.log.num.partitions", "3"),
            Map.entry("share.coordinator.state.topic.replication.factor", "1"),
            Map.entry("share.coordinator.state.topic.min.isr", "1"),
            // A killed member of a group is noticed after its session timeout; let workers choose a short one.
            Map.entry("group.min.session.timeout.ms", "1000"),
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            Map.entry("num.network.threads", "2"),
            Map.entry("num.io.threads", "4"),
            // Compaction would hide versions that a test wants to see, and costs time.
            Map.entry("log.cleaner.enable", "false"),
            // What is older than its topic keeps records goes at once, not after five minutes.
            Map.entry("log.retention.check.interval.ms", "500"),
            Map.entry("log.initial.task.delay.ms", "500"));

    private BrokerDefaults() {}
}
