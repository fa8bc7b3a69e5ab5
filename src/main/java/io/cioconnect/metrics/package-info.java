/**
 * Counters of a task. The only place that knows whether the worker offers plugin metrics.
 */
@NullMarked
package io.cioconnect.metrics;

import org.jspecify.annotations.NullMarked;
