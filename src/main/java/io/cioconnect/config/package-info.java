/**
 * What a user may set: one record per group of keys, its validators, and the checks across keys.
 * Knows the names of tables and nothing else of this connector.
 */
@NullMarked
package io.cioconnect.config;

import org.jspecify.annotations.NullMarked;
