/**
 * All the way into a warehouse: Customer.io's simulator, the packaged plugin, Kafka, a sink people use, a real PostgreSQL. As in the package
 * above, no class of the plugin itself is used.
 */
@NullMarked
package io.cioconnect.it.warehouse;

import org.jspecify.annotations.NullMarked;
