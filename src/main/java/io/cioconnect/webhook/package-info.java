/**
 * What an event of a reporting webhook becomes: verified, routed, admitted, acknowledged. Knows no Jetty; deliveries come in through
 * {@link io.cioconnect.listener.Receiver}.
 */
@NullMarked
package io.cioconnect.webhook;

import org.jspecify.annotations.NullMarked;
