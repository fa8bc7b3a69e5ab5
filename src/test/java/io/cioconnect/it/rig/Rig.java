package io.cioconnect.it.rig;

import io.cioconnect.it.LoadBalancerStub;
import io.cioconnect.it.harness.ConnectWorker;
import io.cioconnect.it.harness.SharedKafka;
import io.cioconnect.it.harness.TopicReader;
import io.cioconnect.it.harness.WorkerSettings;
import io.cioconnect.simulator.ApiList;
import io.cioconnect.simulator.ChangingLists;
import io.cioconnect.simulator.ChildTable;
import io.cioconnect.simulator.CustomerIoSimulator;
import io.cioconnect.simulator.SampleEvents;
import io.cioconnect.simulator.SenderRules;
import io.cioconnect.simulator.WebhookSender;
import io.cioconnect.testing.ConnectorProps;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Brokers, workers with the packaged plugin, a load balancer before their receivers, Customer.io's API with lists that change, and senders, with a
 * link between each two that can be made faulty. One thread drives it.
 */
final class Rig implements AutoCloseable {
    static final String FIRST_KEY = "canary-signing-key-00-0123456789abcdef";
    static final List<String> TABLES = List.of("campaigns", "segments", "snippets", "newsletters");
    static final ChildTable CHILDREN = ChildTable.BROADCAST_ACTIONS;
    private static final String PAGED = "newsletters";
    private static final int PARENTS = 4;
    private static final int ROWS_OF_A_PARENT = 8;
    private static final int PARALLEL = 3;
    private static final int ROWS = 120;
    private static final int STEADY_ROWS = 30;
    private static final int FIRST_STEADY_ID = 10_000;
    static final int STEADY_PARENT = FIRST_STEADY_ID;
    private static final Duration HOUR = Duration.ofSeconds(1);

    final boolean isExactlyOnce;
    final Vitals vitals = new Vitals();
    final Orphans orphans = new Orphans(this::offsetsStored);
    final String connector;
    final History history;
    final Starvation starvation;
    final Effects effects;
    final ApiPauses pauses = new ApiPauses(Clock.systemUTC());
    final CustomerIoSimulator customerIo = new CustomerIoSimulator();
    final ChangingLists changes;
    final List<Truth> truths = new ArrayList<>();
    final AbsenceWatch absences;
    final EmptyReplies emptyReplies = new EmptyReplies();
    final LateMessages messages;
    final Secrets secrets;
    final Certificates certificates;
    final WorkerClocks clocks;
    final TokenRotation tokens = new TokenRotation(this);
    final BrokerGroup brokers;
    final List<ConnectWorker> workers = new ArrayList<>();
    final List<FaultyLink> receiverLinks = new ArrayList<>();
    final FaultyLink apiLink;
    final FaultyLink senderLink;
    final LoadBalancerStub balancer;
    final ConnectGroup group;
    final HookWatch hooks;
    final WebhookSender serial;
    final WebhookSender parallel;
    final TopicReader topics;
    private final Deque<Closeable> toClose = new ArrayDeque<>();

    Rig(SharedKafka kafka, RigSize size, WorkerSettings settings, long seed, Path directory) throws IOException {
        connector = settings.name();
        isExactlyOnce = settings.overrides().containsKey("exactly.once.source.support");
        history = keep(new History(directory.resolve("history.jsonl")));
        starvation = new Starvation(history);
        toClose.push(starvation::close);
        secrets = new Secrets(directory.resolve("secrets.properties"));
        secrets.put(Secrets.SIGNING_KEYS, FIRST_KEY);
        secrets.put(Secrets.APP_KEY, customerIo.apiKey());
        secrets.put(Secrets.URL_TOKENS, TokenRotation.FIRST);
        effects = new Effects(history);
        certificates = new Certificates(directory);
        clocks = new WorkerClocks(directory);
        toClose.push(customerIo::close);
        changes = lists(seed);
        TABLES.forEach(table -> truths.add(Truth.ofList(customerIo.list(table), table.equals(PAGED))));
        truths.add(Truth.ofChildren(customerIo, CHILDREN));
        absences = new AbsenceWatch(truths);
        messages = new LateMessages(customerIo, seed);
        toClose.push(absences::close);
        apiLink = keep(new FaultyLink(customerIo.url().getPort()));
        brokers = keep(new BrokerGroup(kafka, connector, size.brokers()));
        topics = new TopicReader(brokers.bootstrapServers());
        startWorkers(kafka, size, settings);
        toClose.push(new HangingTransactions(brokers.bootstrapServers(), history)::close);
        balancer = LoadBalancerStub.overTls(receivers());
        toClose.push(balancer::close);
        senderLink = keep(new FaultyLink(balancer.at("/").getPort()));
        URI receiver = URI.create("http://LocalHost:" + senderLink.port() + "/webhooks/" + connector);
        group = new ConnectGroup(workers, connector, config(receiver).toMap(), history);
        hooks = new HookWatch(
                "/webhooks/" + connector,
                workers.stream().map(ConnectWorker::receiverPort).toList(),
                history);
        customerIo.reportingWebhooks().onChange(hooks::changed);
        customerIo.onPage(page -> {
            absences.served(page);
            emptyReplies.served(page);
            orphans.served(page);
            Map<String, ?> facts = Map.of(
                    "table",
                    page.table(),
                    "number",
                    page.number(),
                    "rows",
                    page.ids().size());
            history.add(page.at(), "page", facts);
        });
        customerIo.onWithholding((at, list) -> {
            emptyReplies.withheld(at, list);
            history.add(at, "withheld", Map.of("list", list));
        });
        URI withToken = URI.create(receiver + "/" + TokenRotation.FIRST);
        SenderRules rules = SenderRules.shortened().withHour(HOUR);
        serial = new WebhookSender(withToken, FIRST_KEY, rules);
        toClose.push(serial::close);
        parallel = new WebhookSender(withToken, FIRST_KEY, rules, PARALLEL);
        toClose.push(parallel::close);
        customerIo.reportingWebhooks().onChange(all -> tokens.follow(hooks.ours(all)));
    }

    private <T extends Closeable> T keep(T part) {
        toClose.push(part);
        return part;
    }

    private FaultyLink keep(FaultyLink link) {
        toClose.push(link::close);
        return link;
    }

    private History keep(History kept) {
        toClose.push(kept::close);
        return kept;
    }

    /** Rows that change, and some that never do: no delete of those is ever right. */
    private ChangingLists lists(long seed) {
        ChangingLists changing = new ChangingLists(seed);
        for (String table : TABLES) {
            ApiList list = customerIo.list(table);
            changing.add(list, ROWS);
            for (int i = 0; i < STEADY_ROWS; i++) {
                String id = list.idField().equals("name") ? "\"steady_" + i + "\"" : "" + (FIRST_STEADY_ID + i);
                String content = list.idField().equals("name") ? "value" : "name";
                list.put("{\"" + list.idField() + "\":" + id + ",\"" + content + "\":\"steady\"}");
            }
        }
        ApiList parents = customerIo.list(CHILDREN.parents());
        changing.add(parents, PARENTS);
        parents.put("{\"id\":" + FIRST_STEADY_ID + ",\"name\":\"steady\"}");
        for (String parent : parents.ids()) {
            changing.add(customerIo.wider().children(CHILDREN, Long.parseLong(parent)), ROWS_OF_A_PARENT);
        }
        return changing;
    }

    private void startWorkers(SharedKafka kafka, RigSize size, WorkerSettings settings) throws IOException {
        Patience.start(brokers);
        String replicas = Integer.toString(brokers.count());
        for (int number = 1; number <= size.workers(); number++) {
            ConnectWorker worker = keep(kafka.newWorker(
                    brokers.one(0),
                    vitals.watch(WorkerSettings.named(connector + "-worker" + number))
                            .inGroup(connector)
                            .on(settings.release())
                            .withHeap("256m")
                            .withEnvironment(clocks.environment(number))
                            // the load balancer asks for any path, and the neighbour has another one
                            .withJvmOption("-Dio.cioconnect.listener.opening.ms=60000")
                            .with(settings.overrides())
                            .with("config.storage.replication.factor", replicas)
                            .with("offset.storage.replication.factor", replicas)
                            .with("status.storage.replication.factor", replicas)
                            .with("bootstrap.servers", brokers.bootstrapServersForWorkers())
                            .with("config.providers", "env,file")
                            .with(provider("env", "EnvVarConfigProvider"))
                            .with(provider("file", "FileConfigProvider"))));
            workers.add(worker);
            receiverLinks.add(keep(new FaultyLink(worker.receiverPort())));
            worker.launch();
        }
        workers.forEach(Patience::start);
    }

    private static Map<String, String> provider(String name, String type) {
        return Map.of("config.providers." + name + ".class", "org.apache.kafka.common.config.provider." + type);
    }

    private ConnectorProps config(URI receiver) {
        return ConnectorProps.eventTables(connector, 0, secrets.reference(Secrets.SIGNING_KEYS))
                .with("webhook.listen.port", "${env:" + ConnectWorker.RECEIVER_PORT + "}")
                .with(certificates.settings())
                .with("webhook.url.tokens", secrets.reference(Secrets.URL_TOKENS))
                .with("webhook.timestamp.tolerance.ms", SenderFaults.TOLERANCE.toMillis())
                .with("app.api.key", secrets.reference(Secrets.APP_KEY))
                .with("app.api.url", "http://localhost:" + apiLink.port())
                .with("app.api.timeout.ms", 5_000)
                .with("tables", "*_events," + String.join(",", TABLES) + "," + CHILDREN.table() + ",@deliveries")
                .with("refresh.interval.ms." + CHILDREN.table(), 4_000)
                .with("deliveries.start", LateMessages.START)
                .with("deliveries.rescan", "2h/5s")
                .with("tasks.max", 2)
                .with("refresh.interval.ms", 2_000)
                .with("webhook.registration", "auto")
                .with("webhook.public.url", receiver)
                .with("webhook.response.timeout.ms", 1_500)
                .with("producer.override.enable.idempotence", true)
                .with("producer.override.acks", "all")
                .with("producer.override.linger.ms", 0)
                .with("producer.override.batch.size", 65_536)
                // a zombie's transaction must not hold back readers of committed records for a minute
                .with("producer.override.transaction.timeout.ms", 10_000)
                .with("topic.creation.default.replication.factor", brokers.count())
                .with("topic.creation.default.message.timestamp.type", "LogAppendTime");
    }

    private List<Instant> offsetsStored(String table) {
        List<Instant> stored = new ArrayList<>();
        topics.forEach(connector + "-offsets", record -> {
            if (new String(record.key(), StandardCharsets.UTF_8).contains("\"" + table + "\"")) {
                stored.add(Instant.ofEpochMilli(record.timestamp()));
            }
        });
        return stored;
    }

    /** As the load balancer knows them, the first one first. */
    List<String> receivers() {
        return receiverLinks.stream().map(link -> "localhost:" + link.port()).toList();
    }

    /** Names of the events that the webhook has to want. */
    List<String> eventNames() {
        return SampleEvents.names();
    }

    Map<String, String> configWith(String key, Object value) {
        Map<String, String> changed = new HashMap<>(group.config());
        changed.put(key, value.toString());
        return changed;
    }

    @Override
    public void close() throws IOException {
        while (!toClose.isEmpty()) {
            toClose.pop().close();
        }
    }
}
