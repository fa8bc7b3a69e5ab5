/**
 * Full refresh of a polled table: one pass from its first page to its marker, and what is new, changed or gone.
 */
@NullMarked
package io.cioconnect.refresh;

import org.jspecify.annotations.NullMarked;
