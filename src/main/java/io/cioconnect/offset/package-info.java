/**
 * What Connect stores for us: source partitions and source offsets, as values with toMap and fromMap.
 * What was once written stays readable for ever.
 */
@NullMarked
package io.cioconnect.offset;

import org.jspecify.annotations.NullMarked;
