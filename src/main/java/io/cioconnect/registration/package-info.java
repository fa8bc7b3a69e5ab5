/**
 * Keeps Customer.io's reporting webhook pointing at this connector.
 */
@NullMarked
package io.cioconnect.registration;

import org.jspecify.annotations.NullMarked;
