package io.cioconnect.metrics;

import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
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

/** A group of metrics as an MBean, which knows whether it is still registered. Read-only. Thread-safe. */
final class MetricBean<S> implements DynamicMBean, MBeanRegistration {
    private final Map<String, Metric<S>> attributes = new LinkedHashMap<>();
    private final S source;
    private final MBeanInfo info;
    private volatile boolean registered;

    MetricBean(MetricGroup<S> group, S source) {
        group.attributes().forEach(attribute -> attributes.put(attribute.name(), attribute));
        this.source = source;
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
        return attribute.value().apply(source);
    }

    @Override
    public AttributeList getAttributes(String[] names) {
        var values = new AttributeList();
        for (String name : names) {
            Metric<S> metric = attributes.get(name);
            if (metric != null) {
                values.add(new Attribute(name, metric.value().apply(source)));
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
