/**
 * Customer.io's App API over OkHttp: pages, retries, the request budget. Knows HTTP and nothing of Kafka.
 */
@NullMarked
package io.cioconnect.api;

import org.jspecify.annotations.NullMarked;
