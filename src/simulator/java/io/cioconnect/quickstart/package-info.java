/**
 * {@code mvn -Pquickstart}: the packaged plugin on a real broker and worker, with a simulated Customer.io or the user's own workspace. It
 * shows what arrives in a live table, tells of a gap and how it closes ({@code Story}), and asks the warehouse at the end. Broker, worker and
 * warehouse are those of the integration tests. To add a part, add a step to QuickStart, a column to the table or a chapter to the story.
 */
@NullMarked
package io.cioconnect.quickstart;

import org.jspecify.annotations.NullMarked;
