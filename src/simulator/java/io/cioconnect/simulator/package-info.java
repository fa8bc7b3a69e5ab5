/**
 * Customer.io on localhost: the App API's lists, what it tells beyond them ({@code WiderApi}), the management of reporting webhooks, and every way in which they can fail.
 * What goes wrong is scripted by path ({@code ApiFaults}) or a matter of mood ({@code Moods}), which says how the API differs from its documentation.
 * For tests, the quick start and benchmarks; never shipped. Knows nothing of the connector, its tests included.
 */
@NullMarked
package io.cioconnect.simulator;

import org.jspecify.annotations.NullMarked;
