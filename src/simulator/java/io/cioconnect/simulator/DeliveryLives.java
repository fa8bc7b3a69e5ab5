package io.cioconnect.simulator;

import io.cioconnect.simulator.Delivery.Parent;
import io.cioconnect.simulator.Delivery.Person;
import io.cioconnect.simulator.Delivery.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Draws deliveries from a seed: the person, the message, and what happens to it. For one thread. */
final class DeliveryLives {
    private static final int PEOPLE = 200;
    private static final int BYTES_OF_ID = 21;
    private static final Duration LATEST_OPEN = Duration.ofDays(30);
    private static final Duration LATEST_CONVERSION = Duration.ofDays(90);

    private final ApiLists lists;
    private final ChildLists children;
    private final Random random;

    DeliveryLives(ApiLists lists, ChildLists children, long seed) {
        this.lists = lists;
        this.children = children;
        this.random = new Random(seed);
    }

    Delivery draw(Instant created) {
        byte[] id = new byte[BYTES_OF_ID];
        random.nextBytes(id);
        int number = 1 + random.nextInt(PEOPLE);
        Person person = new Person(
                "person-" + number, "person" + number + "@example.com", String.format(Locale.ROOT, "b1%07d", number));
        String type = pick(List.of("email", "email", "email", "email", "push", "twilio", "in_app"));
        Instant second = created.truncatedTo(ChronoUnit.SECONDS);
        List<Step> life = new ArrayList<>();
        String failure = live(type, second, life);
        life.sort(Comparator.comparing(Step::at));
        return new Delivery(
                Base64.getUrlEncoder().encodeToString(id),
                second,
                type,
                person,
                parent(type),
                failure,
                List.copyOf(life));
    }

    private String live(String type, Instant created, List<Step> life) {
        Instant sent = later(created, Duration.ofSeconds(10));
        boolean isInApp = type.equals("in_app");
        if (!isInApp && chance(1)) {
            life.add(new Step("dropped", sent));
            return "the person was suppressed";
        }
        if (chance(1)) {
            life.add(new Step("failed", sent));
            return "the provider was not available";
        }
        life.add(new Step("sent", sent));
        if (!isInApp && chance(3)) {
            life.add(new Step("bounced", later(sent, Duration.ofMinutes(5))));
            return "550 5.1.1 mailbox does not exist";
        }
        Instant delivered = later(sent, chance(5) ? Duration.ofHours(8) : Duration.ofMinutes(1));
        if (!isInApp) {
            life.add(new Step("delivered", delivered));
        }
        react(type, delivered, life);
        return "";
    }

    /** What the person does; a text message cannot be opened. */
    private void react(String type, Instant delivered, List<Step> life) {
        Instant seen = later(delivered, chance(70) ? Duration.ofHours(4) : LATEST_OPEN);
        boolean isText = type.equals("twilio");
        if (!chance(40)) {
            return;
        }
        if (!isText) {
            life.add(new Step("opened", seen));
            if (type.equals("email")) {
                life.add(new Step("human_opened", seen));
            }
        }
        if (chance(30)) {
            Instant clicked = later(seen, Duration.ofMinutes(10));
            life.add(new Step("clicked", clicked));
            if (chance(20)) {
                life.add(new Step("converted", later(clicked, LATEST_CONVERSION)));
            }
        } else if (type.equals("email") && chance(2)) {
            life.add(new Step("unsubscribed", later(seen, Duration.ofMinutes(10))));
        }
    }

    /** Only an email or a push message can be a transactional one. */
    private Parent parent(String type) {
        int kind = random.nextInt(10);
        if (kind < 6) {
            return parent("campaign_id", ChildTable.CAMPAIGN_ACTIONS);
        }
        if (kind < 8) {
            return parent("newsletter_id", ChildTable.NEWSLETTER_CONTENTS);
        }
        return kind < 9 || !type.matches("email|push")
                ? parent("broadcast_id", ChildTable.BROADCAST_ACTIONS)
                : parent("transactional_message_id", ChildTable.TRANSACTIONAL_CONTENTS);
    }

    private Parent parent(String field, ChildTable parts) {
        long id = Long.parseLong(pick(lists.list(parts.parents()).ids()));
        List<String> partIds = children.of(parts, id).ids();
        long partId = partIds.isEmpty() ? 0 : Long.parseLong(pick(partIds));
        return new Parent(field, id, partId, parts == ChildTable.BROADCAST_ACTIONS ? trigger(id) : 0);
    }

    /** One of the broadcast's triggers; 1 if none is listed, because no message of a broadcast is sent without a trigger. */
    private long trigger(long broadcast) {
        List<String> ids = children.of(ChildTable.BROADCAST_TRIGGERS, broadcast).ids();
        return ids.isEmpty() ? 1 : Long.parseLong(pick(ids));
    }

    /** At least a full second later, and at most this much. */
    private Instant later(Instant time, Duration atMost) {
        return time.plusSeconds(1 + random.nextLong(Math.max(1, atMost.toSeconds())));
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T pick(List<T> choice) {
        return choice.get(random.nextInt(choice.size()));
    }
}
