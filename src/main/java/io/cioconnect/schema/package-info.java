/**
 * Columns, Connect schemas, and the way from a JSON row to a Struct.
 * Knows Jackson and Connect's data classes only; no word of Customer.io belongs here.
 */
@NullMarked
package io.cioconnect.schema;

import org.jspecify.annotations.NullMarked;
