package io.cioconnect.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.simulator.CustomerIoSimulator;
import io.cioconnect.simulator.Delivery;
import io.cioconnect.simulator.SampleEvent;
import io.cioconnect.testing.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The story, second by second on a clock of its own, with a warehouse that reads the API when it is told to. */
final class StoryTest {
    private static final Duration LASTS = Duration.ofSeconds(40);
    private static final List<String> TABLES = List.of("email_events", "push_events", "sms_events", "in_app_events");

    private final ManualClock clock = new ManualClock();
    private final List<SampleEvent> sent = new ArrayList<>();
    private final FakeWarehouse warehouse = new FakeWarehouse();
    private CustomerIoSimulator customerIo;
    private SimulatedDay day;
    private Story story;

    @BeforeEach
    void begin() throws IOException {
        customerIo = new CustomerIoSimulator();
        day = new SimulatedDay(customerIo, clock, LASTS, sent::add);
        story = new Story(day, warehouse, TABLES);
    }

    @AfterEach
    void end() throws IOException {
        customerIo.close();
    }

    @Test
    void theOtherEventsReachTheirTablesInTurns() {
        assertThat(SimulatedWorkspace.otherEvents().subList(0, 4))
                .extracting(name -> name.substring(0, name.indexOf('_')))
                .containsExactlyInAnyOrder("customer", "slack", "webhook", "whatsapp");
    }

    @Test
    void historyEventsLossAndReturnComeOneAfterTheOther() {
        pass(5);
        assertThat(chapter()).isEqualTo("history");
        assertThat(line("history")).contains("0 of 600 messages");

        warehouse.readTheApi();
        pass(2);
        assertThat(line("history")).contains("done", "600 of 600 messages");
        assertThat(chapter()).isEqualTo("events");

        passUntilChapter("loss");
        assertThat(warehouse.hasView).isTrue();
        int before = sent.size();
        passUntilChapter("return");
        assertThat(day.lost()).hasSizeGreaterThan(50);
        assertThat(sent).as("nothing is sent meanwhile").hasSize(before);
        assertThat(line("return")).contains("the gap has " + day.lost().size() + " events; 0 are back");

        pass(3);
        assertThat(story.isOver()).as("not before they are back").isFalse();
        assertThat(sent).hasSizeGreaterThan(before);
        warehouse.readTheApi();
        pass(1);
        assertThat(story.isOver()).isTrue();
        assertThat(line("return")).contains("done", "all " + day.lost().size() + " events are back");
    }

    @Test
    void itIsToldInTheTimeOfItsDay() {
        int seconds = 0;
        while (!story.isOver()) {
            if (seconds % Story.rescanInterval(LASTS).toSeconds() == 0) {
                warehouse.readTheApi();
            }
            pass(1);
            seconds++;
            assertThat(story.lines()).allMatch(line -> line.length() <= Screen.WIDTH);
            assertThat(Duration.ofSeconds(seconds)).isLessThanOrEqualTo(LASTS);
        }
    }

    @Test
    void theDayEndsNowAndGoesOnLikeAnyOther() {
        assertThat(day.now()).isEqualTo(clock.instant().minus(SimulatedDay.LENGTH));
        clock.advance(Duration.ofSeconds(7));
        day.begin();
        assertThat(day.now()).isEqualTo(clock.instant().minus(SimulatedDay.LENGTH));
        clock.advance(LASTS.dividedBy(2));
        assertThat(Duration.between(day.now(), clock.instant()))
                .isEqualTo(Duration.ofHours(6).plusSeconds(20));
        clock.advance(LASTS);
        assertThat(day.now()).isEqualTo(clock.instant());
    }

    @Test
    void metricsCountWhatHappened() {
        warehouse.readTheApi();
        pass(30);
        long sentByCampaigns = customerIo.deliveries().all().stream()
                .filter(delivery -> delivery.parent().field().equals("campaign_id"))
                .flatMap(delivery -> delivery.lifeUntil(day.now()).stream())
                .filter(step -> step.metric().equals("sent"))
                .count();
        long counted = customerIo.list("campaigns").ids().stream()
                .mapToLong(
                        id -> customerIo.wider().metrics().of("campaigns/" + id).total("sent"))
                .sum();
        assertThat(counted - seeded()).isEqualTo(sentByCampaigns).isPositive();
    }

    /** What a fresh simulator has counted. */
    private static long seeded() {
        return 98 + 99 + 100;
    }

    private void pass(int seconds) {
        for (int second = 0; second < seconds; second++) {
            clock.advance(Duration.ofSeconds(1));
            story.tick();
        }
    }

    private void passUntilChapter(String title) {
        for (int second = 0; !chapter().equals(title); second++) {
            assertThat(second).as("still in " + chapter()).isLessThan(60);
            pass(1);
        }
    }

    private String chapter() {
        return story.lines().stream()
                .filter(line -> line.strip().startsWith("now "))
                .map(line -> line.strip().split(" +", 3)[1])
                .findFirst()
                .orElse("");
    }

    private String line(String title) {
        return story.lines().stream()
                .filter(line -> line.contains(" " + title + " "))
                .findFirst()
                .orElse("");
    }

    /** Has each event at once, and of the API what it had at the last reading. */
    private final class FakeWarehouse implements Landed {
        private final Set<String> read = new HashSet<>();
        private long deliveries;
        private boolean hasView;

        void readTheApi() {
            List<Delivery> all = customerIo.deliveries().all();
            deliveries = all.size();
            all.forEach(delivery ->
                    delivery.lifeUntil(day.now()).forEach(step -> read.add(delivery.id() + " " + step.metric())));
        }

        @Override
        public long rows(String table) {
            String channel = table.substring(0, table.length() - "events".length());
            return table.equals("deliveries")
                    ? deliveries
                    : sent.stream()
                            .filter(event -> event.name().startsWith(channel))
                            .count();
        }

        @Override
        public void completeEvents() {
            hasView = true;
        }

        @Override
        public Set<String> fromApi(Instant since) {
            return read.stream().collect(Collectors.toUnmodifiableSet());
        }
    }
}
