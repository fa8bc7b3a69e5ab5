/**
 * The catalogue: every polled table and event table of Customer.io, with its columns. Data only:
 * no HTTP, no configuration, no threads.
 */
@NullMarked
package io.cioconnect.table;

import org.jspecify.annotations.NullMarked;
