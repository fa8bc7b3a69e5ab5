package io.cioconnect.listener;

/** Where a server listens, as configured; port 0 is any free one. */
record HostPort(String host, int port) {
    @Override
    public String toString() {
        return host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
    }
}
