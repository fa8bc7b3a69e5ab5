/**
 * What Connect sees of the connector, and where its parts are put together.
 *
 * <p>A package imports only from rows below its own; packages of one row know nothing of each other. ArchitectureTest checks this.
 *
 * <pre>
 * 6   io.cioconnect                              connector, task, running task, assignment of work to tasks
 * 5   webhook      refresh      window      registration     what an event / a list / a time window / our URL becomes
 * 4   sync                                       which polled table is due, one turn after the other
 * 3   listener     api          record           HTTP in; HTTP out; hand-over to poll()
 * 2   config       offset       metrics
 * 1   table        status                        the catalogue; how a connector stands, as JSON and page
 * 0   schema       pace         digest           columns, JSON to Struct; when to retry and log; SHA-256
 * </pre>
 *
 * <p>An event's way, from Customer.io to its 200:
 *
 * <pre>
 * 1   listener.WebhookHandler           address, path, token, method, limits, by the Routes of its Port
 * 2   listener.DeliveryIntake           reads the body; the deadline runs
 * 3   webhook.SignatureVerifier         genuine? otherwise 401
 * 4   webhook.EventRouter               bytes to topic, key and Struct, or to the dead letter topic
 * 5   webhook.InFlightDeliveries        admitted? otherwise 503; a retry joins its first attempt
 * 6   record.RecordQueue                deliveries before rows
 * 7   RunningTask.poll                  Connect sends it to Kafka
 * 8   record.HandedOver                 commitRecord tells the record
 * 9   listener.Exchange                 gives the one answer, counts it, keeps or closes the connection
 * 10  listener.NextRequests             for many answers at once, Jetty looks for what those connections send next
 * </pre>
 *
 * <p>A row's way, from the App API to the stored offset:
 *
 * <pre>
 * 1   sync.SyncLoop                     which table is due
 * 2   refresh.PageFetcher               page after page, through api.AppApiClient (budget, retries)
 * 3   refresh.Listing                   rows of the pass, spooled, with a hash of their content
 * 4   refresh.PassPlan                  new, changed, gone, deferred
 * 5   refresh.PassEmission              records in an order that leaves the offsets true wherever it is cut off
 * 6   record.RecordQueue                waits while too many rows are on their way
 * 7   RunningTask.poll                  Connect sends it to Kafka and stores its offset
 * </pre>
 */
@NullMarked
package io.cioconnect;

import org.jspecify.annotations.NullMarked;
