package io.cioconnect.it.harness;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How a worker is to run.
 *
 * @param name of its log file; also of its group, unless another is given
 * @param group workers with the same group share connectors
 * @param heap as in -Xmx
 * @param environment of a child JVM, beyond ours; a worker in a container does without
 * @param overrides worker properties that differ from ours
 */
public record WorkerSettings(
        String name,
        String group,
        KafkaRelease release,
        boolean isStandalone,
        String heap,
        List<String> jvmOptions,
        Map<String, String> environment,
        Map<String, String> overrides) {

    /** A path that is unknown is unknown at once: no connector of a test is still to be started. */
    private static final String NO_OPENING = "-Dio.cioconnect.listener.opening.ms=0";

    /** Three refusals of a key take four seconds, not a minute. */
    private static final String SHORT_KEY_PAUSE = "-Dio.cioconnect.refresh.refused.key.pause.ms=2000";

    /** The looks before a webhook is first created take a third of a second, not eleven. */
    private static final String SHORT_LOOKS = "-Dio.cioconnect.registration.look.ms=20";

    /** What the calls wait after a 429 that does not say when to come back. */
    public static final Duration QUOTA_PAUSE = Duration.ofSeconds(8);

    /** Ten times the request budget; the five tries of a call take a second and a half, not thirty. */
    private static final List<String> HURRIED =
            List.of("-Dio.cioconnect.api.budget.factor=10", "-Dio.cioconnect.api.retry.ms=100");

    private static final List<String> JVM_OPTIONS = List.of(
            NO_OPENING, SHORT_KEY_PAUSE, SHORT_LOOKS, "-Dio.cioconnect.api.quota.pause.ms=" + QUOTA_PAUSE.toMillis());

    /** A distributed worker of the current release, alone in its group, at least once. */
    public static WorkerSettings named(String name) {
        return new WorkerSettings(name, name, KafkaRelease.CURRENT, false, "512m", JVM_OPTIONS, Map.of(), Map.of());
    }

    public WorkerSettings inGroup(String newGroup) {
        return new WorkerSettings(name, newGroup, release, isStandalone, heap, jvmOptions, environment, overrides);
    }

    public WorkerSettings on(KafkaRelease newRelease) {
        return new WorkerSettings(name, group, newRelease, isStandalone, heap, jvmOptions, environment, overrides);
    }

    public WorkerSettings standalone() {
        return new WorkerSettings(name, group, release, true, heap, jvmOptions, environment, overrides);
    }

    public WorkerSettings withHeap(String newHeap) {
        return new WorkerSettings(name, group, release, isStandalone, newHeap, jvmOptions, environment, overrides);
    }

    public WorkerSettings withJvmOption(String option) {
        List<String> options = new ArrayList<>(jvmOptions);
        options.add(option);
        return new WorkerSettings(
                name, group, release, isStandalone, heap, List.copyOf(options), environment, overrides);
    }

    /** Hardly waits between calls of the App API: for a simulator that does not limit them. */
    public WorkerSettings hurried() {
        return HURRIED.stream().reduce(this, WorkerSettings::withJvmOption, (a, b) -> b);
    }

    public WorkerSettings withEnvironment(Map<String, String> newEnvironment) {
        return new WorkerSettings(name, group, release, isStandalone, heap, jvmOptions, newEnvironment, overrides);
    }

    public WorkerSettings with(String key, String value) {
        return with(Map.of(key, value));
    }

    public WorkerSettings with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(overrides);
        all.putAll(more);
        return new WorkerSettings(name, group, release, isStandalone, heap, jvmOptions, environment, Map.copyOf(all));
    }

    public WorkerSettings withExactlyOnce() {
        return with("exactly.once.source.support", "enabled");
    }

    /** The worker's properties but for what depends on where it runs: addresses, paths. */
    Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>(Map.of(
                "plugin.discovery", "service_load",
                "key.converter", "org.apache.kafka.connect.json.JsonConverter",
                "value.converter", "org.apache.kafka.connect.json.JsonConverter",
                "key.converter.schemas.enable", "true",
                "value.converter.schemas.enable", "true",
                "offset.flush.interval.ms", "1000"));
        if (!isStandalone) {
            properties.putAll(Map.of(
                    "group.id", group,
                    "config.storage.topic", group + "-configs",
                    "config.storage.replication.factor", "1",
                    "offset.storage.topic", group + "-offsets",
                    "offset.storage.replication.factor", "1",
                    "offset.storage.partitions", "3",
                    "status.storage.topic", group + "-status",
                    "status.storage.replication.factor", "1",
                    "status.storage.partitions", "1",
                    "scheduled.rebalance.max.delay.ms", "0"));
            // After a kill the group waits this long for the dead member; the default is 10 s.
            properties.putAll(Map.of("session.timeout.ms", "5000", "heartbeat.interval.ms", "1000"));
        }
        properties.putAll(overrides);
        return properties;
    }
}
