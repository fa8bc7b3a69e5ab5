/**
 * Columns, Connect schemas, and the way from a JSON row to a Struct.
 * Knows only Jackson and Connect's data classes, and nothing of Customer.io.
 */
@NullMarked
package io.cioconnect.schema;

import org.jspecify.annotations.NullMarked;
