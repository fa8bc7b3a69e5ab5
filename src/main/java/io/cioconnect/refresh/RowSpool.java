package io.cioconnect.refresh;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a pass as bytes: in memory as long as they are few, in a temporary file as soon as they are many. The file is gone when
 * this is closed; where the system allows it (not on Windows) it has no name any more while it is used, so that nothing is left after a
 * kill either. One thread.
 */
final class RowSpool implements AutoCloseable {
    private final int maxBytesInMemory;
    private final Path directory;
    private byte[] memory = new byte[8192];
    private int inMemory; // bytes in memory, all of the rows or those not yet in the file
    private long inFile;
    private @Nullable FileChannel file;

    RowSpool(int maxBytesInMemory, Path directory) {
        this.maxBytesInMemory = maxBytesInMemory;
        this.directory = directory;
    }

    /** Where the next row will be. */
    long position() {
        return inFile + inMemory;
    }

    void append(byte[] row) throws IOException {
        if (inMemory > 0 && inMemory + row.length > maxBytesInMemory) {
            flush();
        }
        if (inMemory + row.length > memory.length) {
            memory = Arrays.copyOf(memory, Math.max(inMemory + row.length, 2 * memory.length));
        }
        System.arraycopy(row, 0, memory, inMemory, row.length);
        inMemory += row.length;
    }

    /** Forgets all rows from a position on. */
    void truncate(long position) throws IOException {
        if (position >= inFile) {
            inMemory = (int) (position - inFile);
        } else {
            inMemory = 0;
            inFile = position;
            open().truncate(position);
        }
    }

    byte[] read(long position, int length) throws IOException {
        if (position >= inFile) {
            int from = (int) (position - inFile);
            return Arrays.copyOfRange(memory, from, from + length);
        }
        var row = ByteBuffer.allocate(length);
        while (row.hasRemaining()) {
            if (open().read(row, position + row.position()) < 0) {
                throw new IOException("the temporary file of a pass is shorter than what was written to it");
            }
        }
        return row.array();
    }

    /** True when rows went to the disk. */
    boolean usesFile() {
        return file != null;
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }

    /** A row lies wholly in the file or wholly in memory. */
    private void flush() throws IOException {
        var bytes = ByteBuffer.wrap(memory, 0, inMemory);
        while (bytes.hasRemaining()) {
            inFile += open().write(bytes, inFile);
        }
        inMemory = 0;
    }

    private FileChannel open() throws IOException {
        if (file == null) {
            Path path = Files.createTempFile(directory, "customerio-pass-", ".rows");
            try {
                file = FileChannel.open(
                        path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            } catch (IOException e) {
                Files.deleteIfExists(path);
                throw e;
            }
        }
        return file;
    }
}
