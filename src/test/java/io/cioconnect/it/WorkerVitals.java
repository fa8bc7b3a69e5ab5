package io.cioconnect.it;

import com.sun.management.UnixOperatingSystemMXBean;
import io.cioconnect.it.harness.WorkerSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadMXBean;
import javax.management.MBeanServerConnection;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** Threads and heap of a worker on this machine, over JMX. */
public final class WorkerVitals implements AutoCloseable {
    private final JMXConnector connector;
    private final ThreadMXBean threads;
    private final MemoryMXBean memory;
    private final MBeanServerConnection server;

    /** A worker that lets itself be looked at, by whoever is on this machine. */
    public static WorkerSettings visible(WorkerSettings settings, int port) {
        return settings.withJvmOption("-Dcom.sun.management.jmxremote.port=" + port)
                .withJvmOption("-Dcom.sun.management.jmxremote.rmi.port=" + port)
                .withJvmOption("-Dcom.sun.management.jmxremote.host=localhost")
                .withJvmOption("-Dcom.sun.management.jmxremote.authenticate=false")
                .withJvmOption("-Dcom.sun.management.jmxremote.ssl=false")
                .withJvmOption("-Djava.rmi.server.hostname=localhost");
    }

    @SuppressWarnings("BanJNDI") // what answers there is the worker that the test started
    public WorkerVitals(int port) throws IOException {
        connector = JMXConnectorFactory.connect(
                new JMXServiceURL("service:jmx:rmi:///jndi/rmi://localhost:" + port + "/jmxrmi"));
        server = connector.getMBeanServerConnection();
        threads = ManagementFactory.newPlatformMXBeanProxy(
                server, ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
        memory = ManagementFactory.newPlatformMXBeanProxy(
                server, ManagementFactory.MEMORY_MXBEAN_NAME, MemoryMXBean.class);
    }

    public int threads() {
        return threads.getThreadCount();
    }

    /** The most there were at one time since {@link #forgetPeak}. */
    int peakThreads() {
        return threads.getPeakThreadCount();
    }

    void forgetPeak() {
        threads.resetPeakThreadCount();
    }

    /** What is in use, in MiB; garbage not counted. */
    long heapInUse() {
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed() >> 20;
    }

    /** Open files, sockets among them. */
    public long openFiles() throws IOException {
        return ManagementFactory.newPlatformMXBeanProxy(
                        server, ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME, UnixOperatingSystemMXBean.class)
                .getOpenFileDescriptorCount();
    }

    /** MBeans of the connectors. */
    public int beans() throws IOException {
        try {
            return server.queryNames(new ObjectName("io.cioconnect:*"), null).size();
        } catch (MalformedObjectNameException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
