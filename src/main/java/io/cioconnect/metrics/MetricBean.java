package io.cioconnect.metrics;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.ImmutableDescriptor;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanConstructorInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanNotificationInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanRegistration;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.ReflectionException;
import javax.management.openmbean.OpenMBeanAttributeInfoSupport;
import org.jspecify.annotations.Nullable;

/**
 * A group of metrics as an MBean, which knows whether it is still registered, and whose metrics it shows: of one task, or of several
 * together. Read-only. Thread-safe.
 */
final class MetricBean<S> implements DynamicMBean, MBeanRegistration {
    private final Map<String, Metric<S>> attributes = new LinkedHashMap<>();
    private final MetricGroup<S> group;
    private final S first; // the only one where there is no total
    private final List<S> sources = new ArrayList<>(); // guarded by this, as the next
    private @Nullable S removed; // what those that are gone had together: a counter never goes back
    private final MBeanInfo info;
    private volatile boolean registered;

    MetricBean(MetricGroup<S> group, S source) {
        group.attributes().forEach(attribute -> attributes.put(attribute.name(), attribute));
        this.group = group;
        this.first = source;
        sources.add(source);
        this.info = new MBeanInfo(
                MetricBean.class.getName(),
                group.text(),
                group.attributes().stream().map(MetricBean::info).toArray(MBeanAttributeInfo[]::new),
                new MBeanConstructorInfo[0],
                new MBeanOperationInfo[0],
                new MBeanNotificationInfo[0]);
    }

    private static MBeanAttributeInfo info(Metric<?> attribute) {
        var open = new OpenMBeanAttributeInfoSupport(
                attribute.name(), attribute.text(), attribute.type(), true, false, false);
        return new MBeanAttributeInfo(
                attribute.name(),
                attribute.type().getTypeName(),
                attribute.text(),
                true,
                false,
                false,
                ImmutableDescriptor.union(open.getDescriptor(), new ImmutableDescriptor("units=" + attribute.unit())));
    }

    synchronized void add(S source) {
        sources.add(source);
    }

    /** True when it was the last one. */
    synchronized boolean remove(Object source) {
        Optional<S> gone = sources.stream().filter(one -> one == source).findFirst();
        gone.ifPresent(one -> {
            sources.remove(one);
            group.total().ifPresent(total -> removed = total.apply(withRemoved(List.of(one))));
        });
        return sources.isEmpty();
    }

    private List<S> withRemoved(List<S> some) {
        List<S> all = new ArrayList<>(some);
        S gone = removed;
        if (gone != null) {
            all.add(gone);
        }
        return all;
    }

    private synchronized Object value(Metric<S> metric) {
        S shown = group.total().map(total -> total.apply(withRemoved(sources))).orElse(first);
        return metric.value().apply(shown);
    }

    /** False when another bean, or none, has the name by now. */
    boolean isRegistered() {
        return registered;
    }

    @Override
    public Object getAttribute(String name) throws AttributeNotFoundException {
        Metric<S> attribute = attributes.get(name);
        if (attribute == null) {
            throw new AttributeNotFoundException(name);
        }
        return value(attribute);
    }

    @Override
    public AttributeList getAttributes(String[] names) {
        var values = new AttributeList();
        for (String name : names) {
            Metric<S> metric = attributes.get(name);
            if (metric != null) {
                values.add(new Attribute(name, value(metric)));
            }
        }
        return values;
    }

    @Override
    public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
        throw new AttributeNotFoundException("read-only: " + attribute.getName());
    }

    @Override
    public AttributeList setAttributes(AttributeList values) {
        return new AttributeList();
    }

    @Override
    public Object invoke(String operation, Object[] parameters, String[] signature) throws ReflectionException {
        throw new ReflectionException(new NoSuchMethodException(operation));
    }

    @Override
    public MBeanInfo getMBeanInfo() {
        return info;
    }

    @Override
    public ObjectName preRegister(MBeanServer server, ObjectName name) {
        return name;
    }

    @Override
    public void postRegister(Boolean done) {
        registered = done;
    }

    @Override
    public void preDeregister() {}

    @Override
    public void postDeregister() {
        registered = false;
    }

    static MBeanServer server() {
        return ManagementFactory.getPlatformMBeanServer();
    }
}
