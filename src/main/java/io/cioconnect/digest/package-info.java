/**
 * SHA-256 of bytes: by which two bodies are the same delivery, and a secret is remembered without being kept. Imports nothing of ours.
 */
@NullMarked
package io.cioconnect.digest;

import org.jspecify.annotations.NullMarked;
