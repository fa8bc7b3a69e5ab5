/**
 * The hand-over to poll(): records that want to know what became of them, and the one queue of the house.
 */
@NullMarked
package io.cioconnect.record;

import org.jspecify.annotations.NullMarked;
