package io.cioconnect.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The MBeans of one task. When Connect has cancelled a task that still runs, its successor takes over the MBeans' names; closing the older
 * task removes only MBeans that are still its own. Errors are logged and never disturb the task. Thread-safe.
 */
public final class MetricBeans implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(MetricBeans.class);
    private static final String DOMAIN = "io.cioconnect";
    /** Other values are quoted, as in Kafka. */
    private static final Pattern PLAIN = Pattern.compile("[\\w\\-%. \\t]+");

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
            var bean = new MetricBean<>(group, source);
            ObjectName name = name(group, value);
            // all tasks in the JVM share this server, whatever their version of the plugin
            synchronized (server) {
                if (server.isRegistered(name)) {
                    server.unregisterMBean(name);
                }
                server.registerMBean(bean, name);
            }
            published.add(new Published(name, bean));
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

    @Override
    public synchronized void close() {
        closed = true;
        published.forEach(this::takeAway);
        published.clear();
    }

    private void takeAway(Published one) {
        try {
            synchronized (server) {
                if (one.bean().isRegistered()) {
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

    private record Published(ObjectName name, MetricBean<?> bean) {}
}
