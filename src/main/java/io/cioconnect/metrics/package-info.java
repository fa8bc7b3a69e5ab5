/**
 * What operators see of a task: MBeans that describe themselves, the counters behind them, and whose log lines these are. Others count and
 * give values; here is how they are shown. Nothing here may disturb a task.
 */
@NullMarked
package io.cioconnect.metrics;

import org.jspecify.annotations.NullMarked;
