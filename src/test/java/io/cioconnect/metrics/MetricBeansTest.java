package io.cioconnect.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cioconnect.testing.CapturedLog;
import io.cioconnect.testing.ManualClock;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import javax.management.AttributeNotFoundException;
import javax.management.InstanceNotFoundException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanRegistrationException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricBeansTest {
    private final MBeanServer server = MBeanServerFactory.newMBeanServer();
    private final ManualClock clock = new ManualClock();
    private final MetricBeans beans = new MetricBeans("crm", server);

    @AfterEach
    void noneIsLeftBehind() throws Exception {
        beans.close();
        assertThat(names()).isEmpty();
    }

    @Test
    void showsEachAttributeWithItsDescription() throws Exception {
        beans.publish(ApiMetrics.GROUP, "3", new ApiMetrics(2.5));
        ObjectName name = new ObjectName("io.cioconnect:type=api,connector=crm,task=3");

        assertThat(server.getMBeanInfo(name).getAttributes())
                .extracting(MBeanAttributeInfo::getName)
                .containsExactly(
                        "Calls", "Retries", "Throttled", "LatencyMillisP50", "LatencyMillisP99", "BudgetPerSecond");
        MBeanAttributeInfo calls = server.getMBeanInfo(name).getAttributes()[0];
        assertThat(calls.getDescription()).isEqualTo("Requests sent, including retries");
        assertThat(calls.getDescriptor().getFieldValue("units")).isEqualTo("requests");
        assertThat(server.getAttribute(name, "BudgetPerSecond")).isEqualTo(2.5);
        assertThatThrownBy(() -> server.getAttribute(name, "None")).isInstanceOf(AttributeNotFoundException.class);
    }

    @Test
    void everyAttributeOfEveryGroupCanBeReadAtOnce() throws Exception {
        beans.publish(TableMetrics.GROUP, "campaigns", new TableMetrics(Duration.ofHours(1), clock));
        beans.publish(EventMetrics.GROUP, "email_events", new EventMetrics(clock));
        beans.publish(ReceiverMetrics.GROUP, "0", new ReceiverMetrics());
        beans.publish(ApiMetrics.GROUP, "0", new ApiMetrics(8));
        beans.publish(RegistrationMetrics.GROUP, new RegistrationMetrics(() -> "registered", () -> true, () -> 0));

        assertThat(names()).hasSize(MetricGroup.all().size());
        for (ObjectName name : names()) {
            String[] attributes = Arrays.stream(server.getMBeanInfo(name).getAttributes())
                    .map(MBeanAttributeInfo::getName)
                    .toArray(String[]::new);
            assertThat(server.getAttributes(name, attributes)).as("%s", name).hasSize(attributes.length);
        }
    }

    @Test
    void refusalsAreOneCompositeWithAnItemPerReason() throws Exception {
        var receiver = new ReceiverMetrics();
        receiver.refused(Refusal.SIGNATURE);
        receiver.refused(Refusal.SIGNATURE);
        beans.publish(ReceiverMetrics.GROUP, "0", receiver);

        var refused = (CompositeData) server.getAttribute(
                new ObjectName("io.cioconnect:type=receiver,connector=crm,receiver=0"), "RefusedByReason");
        assertThat(refused.get("signature")).isEqualTo(2L);
        assertThat(refused.get("unavailable")).isEqualTo(0L);
        assertThat(refused.getCompositeType().keySet()).hasSize(Refusal.values().length);
    }

    @Test
    void theNewerOfTwoTasksHasTheNameAndKeepsItWhenTheOlderOneEnds() throws Exception {
        var older = new MetricBeans("crm", server);
        older.publish(ApiMetrics.GROUP, "0", new ApiMetrics(1));
        beans.publish(ApiMetrics.GROUP, "0", new ApiMetrics(2));
        ObjectName name = new ObjectName("io.cioconnect:type=api,connector=crm,task=0");
        assertThat(server.getAttribute(name, "BudgetPerSecond")).isEqualTo(2.0);

        older.close();
        assertThat(server.getAttribute(name, "BudgetPerSecond")).isEqualTo(2.0);
        older.publish(ApiMetrics.GROUP, "0", new ApiMetrics(1));
        assertThat(server.getAttribute(name, "BudgetPerSecond")).as("closed").isEqualTo(2.0);

        beans.close();
        assertThatThrownBy(() -> server.getAttribute(name, "Calls")).isInstanceOf(InstanceNotFoundException.class);
    }

    @Test
    void receiversOfOneConnectorShowWhatTheyTookTogetherUntilTheLastCloses() throws Exception {
        ObjectName name = new ObjectName("io.cioconnect:type=events,connector=crm,table=email_events");
        var first = new EventMetrics(clock);
        var second = new EventMetrics(clock);
        var firstTask = new MetricBeans("crm", server);
        firstTask.publish(EventMetrics.GROUP, "email_events", first);
        beans.publish(EventMetrics.GROUP, "email_events", second);
        assertThat(server.getAttribute(name, "LastReceivedAgeSeconds")).isEqualTo(-1L);

        first.received(clock.millis());
        clock.advance(Duration.ofSeconds(5));
        second.received(clock.millis());
        second.received(clock.millis());
        clock.advance(Duration.ofSeconds(7));
        assertThat(server.getAttribute(name, "Received")).isEqualTo(3L);
        assertThat(server.getAttribute(name, "LastReceivedAgeSeconds")).isEqualTo(7L);

        beans.close();
        assertThat(server.getAttribute(name, "Received"))
                .as("a counter never goes back")
                .isEqualTo(3L);
        assertThat(server.getAttribute(name, "LastReceivedAgeSeconds")).isEqualTo(7L);
        first.received(clock.millis());
        assertThat(server.getAttribute(name, "Received")).isEqualTo(4L);

        firstTask.close();
        assertThat(server.isRegistered(name)).isFalse();
    }

    /** Another version of the plugin has classes of its own, and no part in our sums. */
    @Test
    void aBeanOfAnotherVersionUnderTheSameNameIsLeftAlone() throws Exception {
        ObjectName name = new ObjectName("io.cioconnect:type=events,connector=crm,table=email_events");
        var older = new MetricBeans("crm", server);
        older.publish(EventMetrics.GROUP, "email_events", new EventMetrics(clock));
        server.unregisterMBean(name);
        server.registerMBean(new MetricBean<>(ApiMetrics.GROUP, new ApiMetrics(1)), name);
        older.close();
        assertThat(server.isRegistered(name)).isTrue();

        beans.publish(EventMetrics.GROUP, "email_events", new EventMetrics(clock));
        assertThat(server.getAttribute(name, "Received")).isEqualTo(0L);
    }

    @Test
    void aServerThatRefusesDisturbsNobody() throws Exception {
        var source = new ApiMetrics(1);
        try (var log = new CapturedLog()) {
            var unregistered = new MetricBeans("crm", refusing("registerMBean"));
            assertThat(unregistered.publish(ApiMetrics.GROUP, "0", source)).isSameAs(source);
            assertThat(log.lines("Could not register the metrics api 0 of connector crm"))
                    .hasSize(1);
            assertThat(names()).isEmpty();
            unregistered.close();

            var kept = new MetricBeans("crm", refusing("unregisterMBean"));
            kept.publish(ApiMetrics.GROUP, "0", source);
            kept.publish(ApiMetrics.GROUP, "1", source);
            kept.close();
            assertThat(log.lines("Could not unregister the MBean")).hasSize(2);
        }
        for (ObjectName name : names()) {
            server.unregisterMBean(name);
        }
    }

    @Test
    void whatSomebodyElseUnregisteredIsNoTrouble() throws Exception {
        beans.publish(ApiMetrics.GROUP, "0", new ApiMetrics(1));
        for (ObjectName name : names()) {
            server.unregisterMBean(name);
        }
        try (var log = new CapturedLog()) {
            beans.close();
            assertThat(log.lines("WARN")).isEmpty();
        }
    }

    /** The server, but for one method, which refuses. */
    private MBeanServer refusing(String refused) {
        return (MBeanServer) Proxy.newProxyInstance(
                MetricBeansTest.class.getClassLoader(),
                new Class<?>[] {MBeanServer.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals(refused)) {
                        throw new MBeanRegistrationException(new SecurityException("simulated"));
                    }
                    return method.invoke(server, arguments);
                });
    }

    @Test
    void aNameWithCharactersThatMeanSomethingIsQuoted() throws Exception {
        try (var odd = new MetricBeans("crm,type=x:*?\"", server)) {
            odd.publish(ApiMetrics.GROUP, "0", new ApiMetrics(1));
            assertThat(names())
                    .singleElement()
                    .satisfies(name -> assertThat(ObjectName.unquote(name.getKeyProperty("connector")))
                            .isEqualTo("crm,type=x:*?\""));
        }
    }

    @Test
    void aTableIsStaleAfterTwoIntervalsWithoutACompletePass() throws Exception {
        var table = new TableMetrics(Duration.ofMinutes(10), clock);
        beans.publish(TableMetrics.GROUP, "campaigns", table);
        assertThat(tableValue("LastSuccessAgeSeconds")).isEqualTo(-1L);
        assertThat(tableValue("Stale")).isEqualTo(0L);
        clock.advance(Duration.ofMinutes(21));
        assertThat(tableValue("Stale")).as("no pass since the start").isEqualTo(1L);

        Instant start = clock.instant();
        clock.advance(Duration.ofSeconds(2));
        table.passed(start, clock.instant(), 400, 30, 7, 3);
        table.nextPass(start.plus(Duration.ofMinutes(10)));
        clock.advance(Duration.ofSeconds(60));
        assertThat(tableValue("Stale")).isEqualTo(0L);
        assertThat(tableValue("LastSuccessAgeSeconds")).isEqualTo(60L);
        assertThat(tableValue("LastPassMillis")).isEqualTo(2000L);
        assertThat(tableValue("NextPassInSeconds")).isEqualTo(538L);
        assertThat(tableValue("RowsListed")).isEqualTo(400L);
        assertThat(tableValue("DeletesHeld")).isEqualTo(3L);

        clock.advance(Duration.ofMinutes(20));
        table.failed("status 500");
        assertThat(tableValue("Stale")).isEqualTo(1L);
        assertThat(tableValue("NextPassInSeconds")).isEqualTo(0L);
        assertThat(tableValue("PassesFailed")).isEqualTo(1L);
    }

    private Object tableValue(String attribute) throws Exception {
        return server.getAttribute(new ObjectName("io.cioconnect:type=table,connector=crm,table=campaigns"), attribute);
    }

    private Set<ObjectName> names() throws Exception {
        return server.queryNames(new ObjectName("io.cioconnect:*"), null);
    }
}
