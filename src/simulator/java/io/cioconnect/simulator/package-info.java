/**
 * Customer.io on localhost: the App API's lists, its other replies ({@code WiderApi}), the management of reporting webhooks, and every way
 * in which they can fail. Faults are scripted by path ({@code ApiFaults}), or come from moods ({@code Moods}), the ways in which the API
 * differs from its documentation. For tests, the quick start and benchmarks; never shipped. Does not depend on the connector or its tests.
 */
@NullMarked
package io.cioconnect.simulator;

import org.jspecify.annotations.NullMarked;
