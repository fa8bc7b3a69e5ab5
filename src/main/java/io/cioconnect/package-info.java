/**
 * What Connect sees of the connector, and where its parts are put together.
 *
 * <p>A package imports only from rows below its own; packages of one row know nothing of each other. ArchitectureTest holds this.
 *
 * <pre>
 * 5   io.cioconnect                        connector, task, running task, assignment of work to tasks
 * 4   webhook      refresh      registration
 * 3   record       api                     hand-over to poll(); talk to Customer.io
 * 2   config       offset       metrics
 * 1   table                                the catalogue
 * 0   schema                               columns, JSON to Struct
 * </pre>
 */
@NullMarked
package io.cioconnect;

import org.jspecify.annotations.NullMarked;
