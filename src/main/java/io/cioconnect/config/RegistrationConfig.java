package io.cioconnect.config;

import java.util.List;
import java.util.Optional;

/**
 * The reporting webhook in Customer.io.
 *
 * @param publicUrl the complete URL Customer.io shall call, without token
 * @param events event names to subscribe to, globs resolved
 * @param fullResolution empty leaves Customer.io's own setting as it is
 * @param withContent empty leaves Customer.io's own setting as it is
 */
public record RegistrationConfig(
        boolean auto,
        Optional<String> publicUrl,
        List<String> events,
        Optional<Boolean> fullResolution,
        Optional<Boolean> withContent) {}
