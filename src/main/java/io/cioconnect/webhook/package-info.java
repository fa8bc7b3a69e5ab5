/**
 * The receiver of reporting webhooks. Jetty lives here and nowhere else.
 */
@NullMarked
package io.cioconnect.webhook;

import org.jspecify.annotations.NullMarked;
