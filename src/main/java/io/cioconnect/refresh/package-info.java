/**
 * Full refresh of list tables: what is due, one pass over a table, what is new, changed or gone.
 */
@NullMarked
package io.cioconnect.refresh;

import org.jspecify.annotations.NullMarked;
