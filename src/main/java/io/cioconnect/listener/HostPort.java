package io.cioconnect.listener;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Where a server listens, as configured; port 0 is any free one. */
record HostPort(String host, int port) {
    /** Whether only one of the two can be open. Looks the hosts up. */
    boolean excludes(HostPort other) {
        if (port != other.port || equals(other)) {
            return false;
        }
        InetAddress ours = new InetSocketAddress(host, port).getAddress(); // null when the host is unknown
        InetAddress others = new InetSocketAddress(other.host, port).getAddress();
        return ours != null
                && others != null
                && (ours.isAnyLocalAddress() || others.isAnyLocalAddress() || ours.equals(others));
    }

    @Override
    public String toString() {
        return host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
    }
}
