package io.cioconnect.refresh;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The temporary file of a pass cannot be used. Its directory is named in the message. */
final class SpoolException extends IOException {
    private static final long serialVersionUID = 1L;

    SpoolException(String what, Path directory, @Nullable String why, @Nullable IOException cause) {
        super(what + " in " + directory + " (java.io.tmpdir): " + why, cause);
    }
}
