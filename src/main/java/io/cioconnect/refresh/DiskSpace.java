package io.cioconnect.refresh;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** The room on the disk of a directory, in bytes. */
interface DiskSpace {
    /** What is still free for this process. */
    long usable() throws IOException;

    /** The size of the disk. */
    long total() throws IOException;

    static DiskSpace of(Path directory) {
        return new DiskSpace() {
            @Override
            public long usable() throws IOException {
                return disk().getUsableSpace();
            }

            @Override
            public long total() throws IOException {
                return disk().getTotalSpace();
            }

            private FileStore disk() throws IOException {
                return Files.getFileStore(directory);
            }
        };
    }
}
