/**
 * What operators see of a task: self-describing MBeans, the counters behind them, and the log context of its threads. Other packages count
 * and supply values; this one shows them. Nothing here may disturb a task.
 */
@NullMarked
package io.cioconnect.metrics;

import org.jspecify.annotations.NullMarked;
