/**
 * What every way of reading a polled table has in common: when it is due, one turn after the other, whether its pages come to an end, what
 * became of its records, and how a finished pass is told.
 */
@NullMarked
package io.cioconnect.sync;

import org.jspecify.annotations.NullMarked;
