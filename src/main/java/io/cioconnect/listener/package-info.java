/**
 * Inbound HTTP: ports, leases, paths, TLS, addresses, limits, one request and its one answer. Knows HTTP and Jetty, which lives only
 * here, and nothing of Customer.io's events. The door to what becomes of a delivery is {@link io.cioconnect.listener.Receiver}.
 */
@NullMarked
package io.cioconnect.listener;

import org.jspecify.annotations.NullMarked;
