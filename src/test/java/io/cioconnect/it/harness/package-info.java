/**
 * Brokers and Connect workers as processes of their own, run from the released jars with the packaged plugin, and the clients that look at
 * them from outside: REST and a consumer. Knows nothing of Customer.io; what a test expects of the connector does not belong here.
 */
@NullMarked
package io.cioconnect.it.harness;

import org.jspecify.annotations.NullMarked;
