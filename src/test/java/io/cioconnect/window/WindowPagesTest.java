package io.cioconnect.window;

import static io.cioconnect.window.WindowFixture.DAY;
import static io.cioconnect.window.WindowFixture.FIRST;
import static io.cioconnect.window.WindowFixture.parameter;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.api.AppApiException;
import io.cioconnect.simulator.Delivery;
import io.cioconnect.simulator.Fault;
import io.cioconnect.simulator.RequestLog;
import io.cioconnect.sync.PassFailedException;
import io.cioconnect.sync.Sync;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The pages of a window, and what becomes of one that fails. */
class WindowPagesTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @AutoClose
    private final WindowFixture fixture = new WindowFixture(false);

    @Test
    void aDenseWindowIsCutWhereASecondEnds() throws Exception {
        // three deliveries each second, so that pages end within a second
        for (int part = 0; part < 3; part++) {
            fixture.deliveries(20_000, DAY.plusSeconds(20_000), DAY);
        }
        fixture.start().complete(FIRST);
        assertThat(fixture.calls().size()).isBetween(60, 62);
        assertThat(fixture.markers("deliveries")).hasSize(2);
        assertThat(fixture.written("deliveries"))
                .hasSize(60_000)
                .allSatisfy((id, times) -> assertThat(times).isEqualTo(1));
    }

    @Test
    void thousandsOfOneSecondAreNotCut() throws Exception {
        fixture.deliveries(5, DAY.plusSeconds(5), DAY);
        for (int i = 0; i < 52_000; i++) {
            fixture.customerIo.deliveries().create(fixture.ago(DAY.multipliedBy(2)));
        }
        fixture.deliveries(1_000, DAY.multipliedBy(3), DAY.multipliedBy(2).plusSeconds(10));
        fixture.start().complete(FIRST);
        assertThat(fixture.written("deliveries"))
                .hasSize(53_005)
                .allSatisfy((id, times) -> assertThat(times).isEqualTo(1));
    }

    @Test
    void anEmptyPageWithACursorIsNotTheEnd() throws Exception {
        fixture.deliveries(2_500, DAY.multipliedBy(2), DAY);
        fixture.customerIo.deliveries().emptyPages(true);
        fixture.start().complete(FIRST);
        assertThat(fixture.written("deliveries")).hasSize(2_500);
    }

    @Test
    void aWindowThatFailsLetsTheOthersGoOn() throws Exception {
        fixture.deliveries(90, DAY.multipliedBy(89), HOUR);
        fixture.with("deliveries.start", "P90D").start();
        fixture.customerIo.faults().times(1, "/v1/messages", Fault.status(400));
        assertThatThrownBy(() -> fixture.turn(FIRST)).hasMessageContaining("400");
        fixture.calls();
        fixture.complete(FIRST);
        List<RequestLog.Entry> calls = fixture.calls();
        assertThat(calls).hasSize(3);
        assertThat(parameter(calls.get(2), "end_ts")).isGreaterThan(parameter(calls.get(0), "end_ts"));
        assertThat(fixture.written("deliveries")).hasSize(90);
    }

    /** It cannot be cut, because a time of unknown order stands among its deliveries. */
    @Test
    void aWindowThatTakesTooLongIsReadInHalves() throws Exception {
        fixture.deliveries(12_000, DAY.multipliedBy(20), DAY);
        ObjectNode odd = JsonNodeFactory.instance.objectNode().put("id", "odd").put("type", "email");
        odd.put("created", new BigDecimal(fixture.ago(HOUR).getEpochSecond() + ".1234"));
        fixture.customerIo.deliveries().put(odd);
        fixture.with("refresh.pass.timeout.ms", "60000").start();
        fixture.customerIo.onPage(page -> fixture.clock.advance(Duration.ofSeconds(10)));
        int failures = 0;
        for (Sync.Turn turn = Sync.Turn.UNFINISHED; turn != Sync.Turn.COMPLETE && failures < 10; ) {
            try {
                turn = fixture.turn(FIRST);
            } catch (PassFailedException tooLong) {
                failures++;
            }
        }
        assertThat(failures).isEqualTo(2);
        assertThat(fixture.written("deliveries")).hasSize(12_001);
    }

    @Test
    void whatIsCutBeforeAnotherTypeIsWrittenAllTheSame() throws Exception {
        fixture.deliveries(20_000, DAY.multipliedBy(20), DAY);
        fixture.with("refresh.pass.timeout.ms", "60000")
                .with("deliveries.types", "email,push")
                .start();
        fixture.customerIo.onPage(page -> fixture.clock.advance(Duration.ofSeconds(10)));
        fixture.complete(FIRST);
        assertThat(fixture.markers("deliveries")).as("windows").hasSizeGreaterThan(1);
        assertThat(fixture.written("deliveries").keySet())
                .containsExactlyInAnyOrderElementsOf(fixture.customerIo.deliveries().all().stream()
                        .filter(delivery -> List.of("email", "push").contains(delivery.type()))
                        .map(Delivery::id)
                        .toList());
    }

    @Test
    void aCursorThatComesTwiceFailsTheWindow() {
        fixture.deliveries(3_500, DAY.multipliedBy(2), HOUR);
        fixture.start();
        fixture.customerIo.faults().always("/v1/messages", Fault.cursorLoop(2));
        assertThatThrownBy(() -> fixture.complete(FIRST))
                .isInstanceOf(PassFailedException.class)
                .hasMessageContaining("the same cursor came twice");
    }

    @Test
    void aPageWithoutEndFailsTheWindow() throws Exception {
        fixture.start();
        String body = "{\"messages\":[" + "{},".repeat(200_000) + "{}]}";
        fixture.customerIo.faults().always("/v1/messages", new Fault.Answer(200, "application/json", Map.of(), body));
        assertThatThrownBy(() -> fixture.turn(FIRST))
                .isInstanceOf(AppApiException.class)
                .hasMessageContaining("did not end in time");
        fixture.customerIo.faults().clear();
        fixture.complete(FIRST);
    }

    @Test
    void aPageThatTakesLongerThanTenMinutesFailsTheWindow() throws Exception {
        fixture.deliveries(5, DAY.multipliedBy(2), HOUR);
        fixture.start();
        fixture.customerIo.onPage(
                page -> fixture.clock.advance(Duration.ofMinutes(10).plusSeconds(1)));
        assertThatThrownBy(() -> fixture.turn(FIRST))
                .isInstanceOf(AppApiException.class)
                .hasMessageContaining("did not end in time");
    }

    @Test
    void whatIsNoObjectGoesToTheDeadLetterTopicAndTheWindowGoesOn() throws Exception {
        fixture.start();
        String body = "{\"messages\":[7,{\"id\":\"a\",\"created\":1788134400},[\"oops\"],null]}";
        fixture.customerIo.faults().always("/v1/messages", new Fault.Answer(200, "application/json", Map.of(), body));
        fixture.complete(FIRST);
        assertThat(fixture.written("deliveries")).containsOnlyKeys("a");
        assertThat(fixture.connect.log("p.quarantine"))
                .extracting(letter -> letter.value().getString("reason") + " "
                        + new String(letter.value().getBytes("body"), UTF_8))
                .containsExactlyInAnyOrder("row_without_key 7", "row_without_key [\"oops\"]");
        assertThat(fixture.markers("deliveries").get(0).value().getInt64("quarantined"))
                .isEqualTo(2);
    }

    @Test
    void aTurnIsASliceOfTenSeconds() throws Exception {
        fixture.deliveries(5_000, DAY.multipliedBy(2), HOUR);
        fixture.start();
        fixture.customerIo.onPage(page -> fixture.clock.advance(Duration.ofSeconds(4)));
        assertThat(fixture.turn(FIRST)).isEqualTo(Sync.Turn.UNFINISHED);
        assertThat(fixture.calls()).hasSize(3);
        assertThat(fixture.turn(FIRST)).isEqualTo(Sync.Turn.COMPLETE);
        assertThat(fixture.calls()).hasSize(2);
        assertThat(fixture.written("deliveries")).hasSize(5_000);
    }

    @Test
    void aSliceEndsAlsoWhenTheClockIsSetBack() throws Exception {
        fixture.deliveries(5_000, DAY.multipliedBy(2), HOUR);
        fixture.start();
        fixture.customerIo.onPage(page -> fixture.clock.advance(HOUR.negated()));
        assertThat(fixture.turn(FIRST)).isEqualTo(Sync.Turn.UNFINISHED);
        assertThat(fixture.calls()).hasSize(1);
    }
}
