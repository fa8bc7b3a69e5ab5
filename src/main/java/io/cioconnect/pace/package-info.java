/**
 * How to wait, how long to wait before the next attempt, what to hand on together instead of one by one, and how often to log a problem
 * that persists. Imports nothing of ours.
 */
@NullMarked
package io.cioconnect.pace;

import org.jspecify.annotations.NullMarked;
