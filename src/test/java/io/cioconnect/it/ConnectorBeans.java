package io.cioconnect.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.metrics.Metric;
import io.cioconnect.metrics.MetricGroup;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.Attribute;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;

/** The MBeans of one connector, named by type and key. */
record ConnectorBeans(MBeanServerConnection server, String connector) {
    Set<String> types() throws Exception {
        return server.queryNames(new ObjectName("io.cioconnect:connector=" + connector + ",*"), null).stream()
                .map(name -> name.getKeyProperty("type") + ","
                        + name.getKeyPropertyList().entrySet().stream()
                                .filter(key -> !Set.of("type", "connector").contains(key.getKey()))
                                .map(key -> key.getKey() + "=" + key.getValue())
                                .findFirst()
                                .orElse(""))
                .collect(Collectors.toSet());
    }

    Object read(String bean, String attribute) throws Exception {
        return server.getAttribute(name(bean), attribute);
    }

    long number(String bean, String attribute) throws Exception {
        return (Long) read(bean, attribute);
    }

    /** All attributes of all beans, and no others, can be read at once. */
    void assertComplete() throws Exception {
        for (String bean : types()) {
            MetricGroup<?> group = MetricGroup.all().stream()
                    .filter(type -> type.type().equals(bean.substring(0, bean.indexOf(','))))
                    .findFirst()
                    .orElseThrow();
            String[] names = group.attributes().stream().map(Metric::name).toArray(String[]::new);
            assertThat(server.getAttributes(name(bean), names).asList())
                    .extracting(Attribute::getName)
                    .containsExactly(names);
            assertThat(server.getMBeanInfo(name(bean)).getAttributes()).hasSize(names.length);
        }
    }

    private ObjectName name(String bean) throws Exception {
        int comma = bean.indexOf(',');
        String key = bean.substring(comma + 1);
        return new ObjectName("io.cioconnect:type=" + bean.substring(0, comma) + ",connector=" + connector
                + (key.isEmpty() ? "" : "," + key));
    }
}
