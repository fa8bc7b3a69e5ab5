/**
 * {@code mvn -Pquickstart}: the packaged plugin on a real broker and worker, with a simulated Customer.io or the user's own workspace, and
 * a live table of what arrives. Broker, worker and warehouse are those of the integration tests. To add a part, add a step to QuickStart
 * and a column to the table.
 */
@NullMarked
package io.cioconnect.quickstart;

import org.jspecify.annotations.NullMarked;
