/**
 * What Connect stores for us: source partitions and source offsets, as values with toMap and fromMap.
 * Every form that a version has written stays readable for ever.
 */
@NullMarked
package io.cioconnect.offset;

import org.jspecify.annotations.NullMarked;
