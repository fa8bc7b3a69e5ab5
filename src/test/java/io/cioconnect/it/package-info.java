/**
 * What users get, tested from outside: the packaged plugin on released workers, driven by REST with the keys a user types, judged by what is in
 * Kafka. May use no class of the plugin itself.
 */
@NullMarked
package io.cioconnect.it;

import org.jspecify.annotations.NullMarked;
