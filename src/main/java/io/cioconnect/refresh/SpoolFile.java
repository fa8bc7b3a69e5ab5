package io.cioconnect.refresh;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A temporary file that exists once something is written to it, and is gone when this is closed. Where the system allows it (not on
 * Windows) it has no name while it is used, so that a kill leaves nothing behind either. One thread.
 */
final class SpoolFile implements AutoCloseable {
    private final Path directory;
    private long length;
    private @Nullable FileChannel channel;

    SpoolFile(Path directory) {
        this.directory = directory;
    }

    /** Where the next bytes will be. */
    long length() {
        return length;
    }

    void append(ByteBuffer bytes) throws IOException {
        FileChannel to = open();
        try {
            while (bytes.hasRemaining()) {
                length += to.write(bytes, length);
            }
        } catch (IOException e) {
            throw new SpoolException("cannot write to a temporary file", directory, e.getMessage(), e);
        }
    }

    /** Fills the buffer with what begins at a position. */
    void read(long position, ByteBuffer bytes) throws IOException {
        FileChannel from = open();
        while (bytes.hasRemaining()) {
            if (from.read(bytes, position + bytes.position()) < 0) {
                throw new IOException("the temporary file of a pass is shorter than what was written to it");
            }
        }
    }

    /** Gives back the disk space behind this length. */
    void truncate(long newLength) throws IOException {
        try {
            open().truncate(newLength);
        } catch (IOException e) {
            throw new SpoolException("cannot shorten a temporary file", directory, e.getMessage(), e);
        }
        length = newLength;
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }

    private FileChannel open() throws IOException {
        if (channel == null) {
            Path path = newFile();
            try {
                channel = FileChannel.open(
                        path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            } catch (IOException e) {
                Files.deleteIfExists(path);
                throw e;
            }
        }
        return channel;
    }

    private Path newFile() throws IOException {
        try {
            return Files.createTempFile(directory, "customerio-pass-", ".rows");
        } catch (IOException e) {
            throw new SpoolException("cannot create a temporary file", directory, reason(e), e);
        }
    }

    /** Without the name of the file, which is a new one each time: a failure that lasts has to read the same each time. */
    private static String reason(IOException e) {
        String kind = e.getClass().getSimpleName();
        return e instanceof FileSystemException named
                ? Objects.requireNonNullElse(named.getReason(), kind)
                : kind + " " + e.getMessage();
    }
}
