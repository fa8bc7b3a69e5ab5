package io.cioconnect.quickstart;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.simulator.ApiList;
import io.cioconnect.simulator.ChildTable;
import io.cioconnect.simulator.CustomerIoSimulator;
import io.cioconnect.simulator.Usage.UsedBy;
import java.util.List;

/** The lists of a simulated workspace, the messages below their rows, and what uses segments and senders. For one thread. */
final class SimulatedContent {
    /** Few, because each costs a call for each table below it. */
    private static final int ROWS = 12;

    private static final List<String> SUBJECTS = List.of(
            "Welcome aboard",
            "Three first steps",
            "Your cart is waiting",
            "We miss you",
            "What is new in August",
            "Your invoice",
            "How did we do?");

    private final CustomerIoSimulator simulator;
    private final List<ApiList> lists;
    private int newest = ROWS;
    private int changes;

    SimulatedContent(CustomerIoSimulator simulator) {
        this.simulator = simulator;
        lists = List.copyOf(simulator.lists().all());
        for (ApiList list : lists) {
            ObjectNode sample = list.rows().get(0);
            list.generate(ROWS, number -> row(list, sample, number));
        }
        write(ChildTable.CAMPAIGN_ACTIONS, 2);
        write(ChildTable.BROADCAST_ACTIONS, 1);
        write(ChildTable.NEWSLETTER_CONTENTS, 1);
        write(ChildTable.TRANSACTIONAL_CONTENTS, 1);
        simulator.wider().children().generate(ChildTable.NEWSLETTER_TEST_GROUPS, 2);
        simulator.wider().children().generate(ChildTable.BROADCAST_TRIGGERS, 1);
        for (long id = 1; id <= ROWS; id += 2) {
            UsedBy usedBy = new UsedBy(List.of(id, id + 1), List.of(), List.of(id));
            simulator.wider().usage().segment(id, usedBy);
            simulator.wider().usage().count(id, id * 100);
            simulator.wider().usage().sender(id, usedBy);
        }
    }

    private void write(ChildTable table, int perParent) {
        simulator.wider().children().generate(table, perParent);
        for (String parent : simulator.list(table.parents()).ids()) {
            ApiList children = simulator.wider().children(table, Long.parseLong(parent));
            children.ids().forEach(id -> {
                String subject = SUBJECTS.get((int) (Long.parseLong(id) % SUBJECTS.size()));
                children.change(id, row -> row.put("name", subject).put("subject", subject));
            });
        }
    }

    /** Changes, adds or removes a row of one of the lists, in turn; of each list, the next time it is its turn. */
    void change() {
        changes++;
        ApiList list = lists.get(changes % lists.size());
        List<String> ids = list.ids();
        switch (changes % 3) {
            case 0 -> list.change(ids.get(ids.size() / 2), row -> row.put("updated", 1_786_000_000 + changes));
            case 1 -> list.put(row(list, list.row(ids.get(0)), ++newest));
            default -> list.remove(ids.get(ids.size() - 1));
        }
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
