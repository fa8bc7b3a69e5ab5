/**
 * What operators see of a task: its counters, and whose log lines these are. The only place that knows whether the worker offers plugin
 * metrics.
 */
@NullMarked
package io.cioconnect.metrics;

import org.jspecify.annotations.NullMarked;
