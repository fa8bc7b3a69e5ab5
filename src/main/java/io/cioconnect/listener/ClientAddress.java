package io.cioconnect.listener;

import io.cioconnect.config.AddressRanges;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Who calls: the peer, or, as far as proxies are trusted, whom they say they speak for. */
final class ClientAddress {
    private ClientAddress() {}

    /**
     * The right-most address that is not a trusted proxy. What stands further left was written by that caller, and is not
     * believed. Empty when a trusted proxy names something that is not an address, or nothing. Empty elements of a list are left
     * out, as in any HTTP header (RFC 9110, 5.6.1).
     *
     * @param forwardedFor all X-Forwarded-For headers in order, as received
     */
    static Optional<InetAddress> of(InetAddress peer, List<String> forwardedFor, AddressRanges trustedProxies) {
        var hops = new ArrayList<String>();
        for (String header : forwardedFor) {
            Stream.of(header.split(","))
                    .map(String::strip)
                    .filter(hop -> !hop.isEmpty())
                    .forEach(hops::add);
        }
        if (hops.isEmpty() && !forwardedFor.isEmpty() && trustedProxies.contain(peer)) {
            return Optional.empty();
        }
        InetAddress current = peer;
        for (int i = hops.size() - 1; i >= 0 && trustedProxies.contain(current); i--) {
            Optional<InetAddress> next = AddressRanges.literal(withoutPort(hops.get(i)));
            if (next.isEmpty()) {
                return Optional.empty();
            }
            current = next.get();
        }
        return Optional.of(current);
    }

    private static String withoutPort(String hop) {
        if (hop.startsWith("[")) {
            int end = hop.indexOf(']');
            return end < 0 ? hop : hop.substring(1, end);
        }
        int colon = hop.indexOf(':');
        // one colon is an IPv4 address with a port, several are an IPv6 address
        return colon >= 0 && colon == hop.lastIndexOf(':') ? hop.substring(0, colon) : hop;
    }
}
