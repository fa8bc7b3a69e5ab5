/**
 * The receiver of reporting webhooks. Jetty lives here and nowhere else.
 *
 * <pre>
 *   Listeners → ListenerRegistry → SharedListener     who holds which path of which port, told to requests as a PathTable
 *                     └─ ServerBinding → WebhookServer     the port itself: bound, bound again, closed politely
 *
 *   WebhookServer → WebhookHandler → DeliveryIntake → Receiver     a request: address, path, token, method, limits; then its body
 *                         └─ Exchange     its one answer, whenever and on whatever thread it comes
 *
 *   WebhookReceiver → SignatureVerifier, EventRouter, InFlightDeliveries → DeliveryRecord     a task's side; knows no Jetty
 * </pre>
 */
@NullMarked
package io.cioconnect.webhook;

import org.jspecify.annotations.NullMarked;
