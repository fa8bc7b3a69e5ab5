package io.cioconnect.quickstart;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.simulator.ApiList;
import io.cioconnect.simulator.CustomerIoSimulator;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A simulator of Customer.io in this JVM, whose lists change while it runs: rows are added, renamed and removed in turn. */
final class SimulatedWorkspace implements Workspace {
    private static final int ROWS = 40;
    private static final int TICKS_PER_CHANGE = 2;

    private final CustomerIoSimulator simulator = new CustomerIoSimulator();
    private final List<ApiList> lists = List.copyOf(simulator.lists().all());
    private int ticks;
    private int newest = ROWS;

    SimulatedWorkspace() throws IOException {
        for (ApiList list : lists) {
            ObjectNode sample = list.rows().get(0);
            list.generate(ROWS, number -> row(list, sample, number));
        }
    }

    @Override
    public String description() {
        return "a simulated workspace at " + simulator.url() + "; rows come, change and go while you watch";
    }

    @Override
    public Map<String, String> connectorProps() {
        return Map.of(
                "app.api.key", simulator.apiKey(),
                "app.api.url", simulator.url().toString(),
                "refresh.interval.ms", "5000");
    }

    @Override
    public void tick() {
        if (ticks++ % TICKS_PER_CHANGE > 0) {
            return;
        }
        int change = ticks / TICKS_PER_CHANGE;
        ApiList list = lists.get(change % lists.size());
        List<String> ids = list.ids();
        switch (change / lists.size() % 3) {
            case 0 -> list.remove(ids.get(0));
            case 1 -> list.change(ids.get(ids.size() / 2), row -> row.put("updated", 1_786_000_000 + change));
            default -> list.put(row(list, list.row(ids.get(0)), ++newest));
        }
    }

    @Override
    public void close() throws IOException {
        simulator.close();
    }

    private static ObjectNode row(ApiList list, ObjectNode sample, int number) {
        ObjectNode row = sample.deepCopy();
        if (row.has("name")) {
            row.put("name", list.name() + "_" + number);
        }
        if (!list.idField().equals("name")) {
            if (row.get("id").isNumber()) {
                row.put("id", number);
            } else {
                row.put("id", Integer.toString(number));
            }
        }
        return row;
    }
}
