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
    /** Files below this size are no danger to a disk. */
    private static final long LOOK_EVERY = 64L << 20;

    private static final long MOST_LEFT_FREE = 1L << 30;
    private static final int PART_LEFT_FREE = 10;

    private final Path directory;
    private final DiskSpace disk;
    private long length;
    private long nextLook = LOOK_EVERY;
    private @Nullable FileChannel channel;

    SpoolFile(Path directory) {
        this(directory, DiskSpace.of(directory));
    }

    SpoolFile(Path directory, DiskSpace disk) {
        this.directory = directory;
        this.disk = disk;
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
        if (length >= nextLook) {
            leaveRoomForOthers();
            nextLook = length + LOOK_EVERY;
        }
    }

    /** The disk is not this table's alone: a list without end would take it all, and other programs with it. */
    private void leaveRoomForOthers() throws IOException {
        long leftFree;
        boolean isFull;
        try {
            leftFree = Math.min(MOST_LEFT_FREE, disk.total() / PART_LEFT_FREE);
            isFull = disk.usable() < leftFree;
        } catch (IOException e) {
            throw new SpoolException("cannot ask how full the disk of a temporary file is", directory, reason(e), e);
        }
        if (isFull) {
            String why = "its disk is nearly full, and " + (leftFree >> 20) + " MiB are left to others";
            throw new SpoolException("stopped writing a temporary file", directory, why, null);
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
        nextLook = Math.min(nextLook, length + LOOK_EVERY);
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
