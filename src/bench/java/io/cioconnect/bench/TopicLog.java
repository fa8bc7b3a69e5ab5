package io.cioconnect.bench;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * What stands in a topic of one partition.
 *
 * @param entries records and, for each transaction, a marker
 * @param bytes on the broker's disk
 */
record TopicLog(long entries, long bytes) {

    /** Nothing when there is no such topic yet. */
    static TopicLog of(String topic, Admin admin) {
        var partition = new TopicPartition(topic, 0);
        try {
            long entries = admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                    .partitionResult(partition)
                    .get()
                    .offset();
            List<Integer> brokers = admin.describeCluster().nodes().get().stream()
                    .map(node -> node.id())
                    .toList();
            long bytes = admin.describeLogDirs(brokers).allDescriptions().get().values().stream()
                    .flatMap(directories -> directories.values().stream())
                    .map(directory -> directory.replicaInfos().get(partition))
                    .filter(replica -> replica != null)
                    .mapToLong(replica -> replica.size())
                    .sum();
            return new TopicLog(entries, bytes);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return new TopicLog(0, 0);
            }
            throw new IllegalStateException("Cannot look at " + topic, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    TopicLog since(TopicLog before) {
        return new TopicLog(entries - before.entries, bytes - before.bytes);
    }
}
