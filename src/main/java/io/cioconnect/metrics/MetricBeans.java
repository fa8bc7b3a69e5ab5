package io.cioconnect.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The MBeans of one task. When Connect has cancelled a task that still runs, its successor takes over the MBeans' names; closing the older
 * task removes only MBeans that are still its own. MBeans of a group with a total are common to all tasks of a connector in this JVM, and
 * stay until the last of them closes. Errors are logged and never disturb the task. Thread-safe.
 */
public final class MetricBeans implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(MetricBeans.class);
    private static final String DOMAIN = "io.cioconnect";
    /** Other values are quoted, as in Kafka. */
    private static final Pattern PLAIN = Pattern.compile("[\\w\\-%. \\t]+");

    /** The MBeans of groups with a total. Guarded by the server. */
    private static final Map<Place, MetricBean<?>> COMMON = new ConcurrentHashMap<>();

    private final MBeanServer server;
    private final String connector;
    private final List<Published> published = new ArrayList<>(); // guarded by this
    private boolean closed; // guarded by this

    public MetricBeans(String connector) {
        this(connector, MetricBean.server());
    }

    MetricBeans(String connector, MBeanServer server) {
        this.connector = connector;
        this.server = server;
    }

    /** Registers a group until this is closed. Returns the source. */
    public <S> S publish(MetricGroup<S> group, S source) {
        return publish(group, "", source);
    }

    /**
     * The same for a group with several MBeans.
     *
     * @param value which MBean, such as the table's name
     */
    public synchronized <S> S publish(MetricGroup<S> group, String value, S source) {
        if (closed) {
            return source;
        }
        try {
            ObjectName name = name(group, value);
            // all tasks in the JVM share this server, whatever their version of the plugin
            synchronized (server) {
                published.add(new Published(name, bean(group, name, source), source));
            }
        } catch (JMException | RuntimeException e) {
            log.warn(
                    "Could not register the metrics {} {} of connector {}, which works without them",
                    group.type(),
                    value,
                    connector,
                    e);
        }
        return source;
    }

    private <S> MetricBean<S> bean(MetricGroup<S> group, ObjectName name, S source) throws JMException {
        var place = new Place(server, name);
        MetricBean<?> there = group.total().isPresent() ? COMMON.get(place) : null;
        if (there != null && there.isRegistered()) {
            @SuppressWarnings("unchecked") // the name holds the group's type
            MetricBean<S> common = (MetricBean<S>) there;
            common.add(source);
            return common;
        }
        var bean = new MetricBean<>(group, source);
        if (server.isRegistered(name)) {
            server.unregisterMBean(name);
        }
        server.registerMBean(bean, name);
        if (group.total().isPresent()) {
            COMMON.put(place, bean);
        }
        return bean;
    }

    /**
     * Called at each poll: Connect counts on the task that it polls. Registers again what a newer task took over and has given up since,
     * because Connect had cancelled that task before it polled it. Asks the server for nothing that is still registered.
     */
    public synchronized void polled() {
        published.removeIf(one -> !one.bean().isRegistered() && !showAgain(one));
    }

    private boolean showAgain(Published one) {
        try {
            synchronized (server) {
                if (!server.isRegistered(one.name())) {
                    server.registerMBean(one.bean(), one.name());
                }
            }
            return true;
        } catch (JMException | RuntimeException e) {
            log.warn("Could not register {} again; the connector works without it", one.name(), e);
            return false;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        published.forEach(this::takeAway);
        published.clear();
    }

    private void takeAway(Published one) {
        try {
            synchronized (server) {
                boolean isLast = one.bean().remove(one.source());
                if (isLast) {
                    COMMON.remove(new Place(server, one.name()), one.bean());
                }
                if (isLast && one.bean().isRegistered()) {
                    server.unregisterMBean(one.name());
                }
            }
        } catch (InstanceNotFoundException e) {
            log.debug("{} is gone already", one.name(), e);
        } catch (JMException | RuntimeException e) {
            log.warn("Could not unregister the MBean {}; the connector is not affected", one.name(), e);
        }
    }

    private ObjectName name(MetricGroup<?> group, String value) throws JMException {
        return new ObjectName(DOMAIN + ":type=" + group.type() + ",connector=" + quoted(connector)
                + (group.key().isEmpty() ? "" : "," + group.key() + "=" + quoted(value)));
    }

    private static String quoted(String value) {
        return PLAIN.matcher(value).matches() ? value : ObjectName.quote(value);
    }

    private record Published(ObjectName name, MetricBean<?> bean, Object source) {}

    private record Place(MBeanServer server, ObjectName name) {}
}
