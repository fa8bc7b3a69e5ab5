package io.cioconnect.refresh;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Entries in lanes, each lane in order: in memory while they are few, in one temporary file when they are many, where a lane lies in
 * pieces. One thread.
 */
final class RowSpool implements AutoCloseable {
    private static final int WINDOW = 128 * 1024;

    private final int maxBytesInMemory;
    private final SpoolFile file;
    private final Lane[] lanes;
    private int inMemory;
    private byte[] window = new byte[0]; // begins with what was read last from the file
    private long windowStart;
    private int windowLength;

    /** A piece of a lane in the file. */
    private record Piece(long inLane, long inFile, int length) {}

    private static final class Lane {
        private final List<Piece> pieces = new ArrayList<>();
        private byte[] memory = new byte[0];
        private int inMemory; // behind what is in the file
        private long inFile;

        private long end() {
            return inFile + inMemory;
        }
    }

    /** @param file closed together with this */
    RowSpool(int lanes, int maxBytesInMemory, SpoolFile file) {
        this.maxBytesInMemory = maxBytesInMemory;
        this.file = file;
        this.lanes = new Lane[lanes];
        Arrays.setAll(this.lanes, lane -> new Lane());
    }

    /** Where the next entry of a lane will be. */
    long end(int lane) {
        return lanes[lane].end();
    }

    /** An entry lies wholly in one piece of the file or wholly in memory. */
    void append(int lane, ByteBuffer entry) throws IOException {
        int length = entry.remaining();
        if (inMemory > 0 && inMemory + length > maxBytesInMemory) {
            flush();
        }
        Lane to = lanes[lane];
        if (to.inMemory + length > to.memory.length) {
            to.memory = Arrays.copyOf(to.memory, Math.max(to.inMemory + length, 2 * to.memory.length));
        }
        entry.get(to.memory, to.inMemory, length);
        to.inMemory += length;
        inMemory += length;
    }

    /** Forgets all entries of a lane from a position on. */
    void truncate(int lane, long position) {
        Lane cut = lanes[lane];
        inMemory -= cut.inMemory;
        if (position >= cut.inFile) {
            cut.inMemory = (int) (position - cut.inFile);
        } else {
            cut.inMemory = 0;
            cut.inFile = position;
            cut.pieces.removeIf(piece -> piece.inLane >= position);
            int last = cut.pieces.size() - 1;
            if (last >= 0) {
                Piece piece = cut.pieces.get(last);
                int length = (int) Math.min(piece.length, position - piece.inLane);
                cut.pieces.set(last, new Piece(piece.inLane, piece.inFile, length));
            }
        }
        inMemory += cut.inMemory;
    }

    /** Gives the file's room back that truncated entries had. */
    void compact() throws IOException {
        long end = 0;
        for (Lane lane : lanes) {
            for (Piece piece : lane.pieces) {
                end = Math.max(end, piece.inFile + piece.length);
            }
        }
        if (end < file.length()) {
            file.truncate(end);
            windowLength = 0;
        }
    }

    /** Bytes of one entry, as long as nothing else is read or written; cheap when a lane is read in order. */
    ByteBuffer read(int lane, long position, int length) throws IOException {
        Lane from = lanes[lane];
        if (position >= from.inFile) {
            return ByteBuffer.wrap(from.memory, (int) (position - from.inFile), length)
                    .slice();
        }
        Piece piece = pieceAt(from.pieces, position);
        long inFile = piece.inFile + position - piece.inLane;
        if (inFile < windowStart || inFile + length > windowStart + windowLength) {
            long left = piece.inLane + piece.length - position;
            fill(inFile, (int) Math.max(length, Math.min(left, WINDOW)));
        }
        return ByteBuffer.wrap(window, (int) (inFile - windowStart), length).slice();
    }

    private static Piece pieceAt(List<Piece> pieces, long position) {
        int low = 0;
        int high = pieces.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) / 2;
            if (pieces.get(middle).inLane <= position) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return pieces.get(low);
    }

    private void fill(long inFile, int length) throws IOException {
        windowLength = 0; // should the read fail
        if (window.length < length) {
            window = new byte[length];
        }
        file.read(inFile, ByteBuffer.wrap(window, 0, length));
        windowStart = inFile;
        windowLength = length;
    }

    private void flush() throws IOException {
        for (Lane lane : lanes) {
            if (lane.inMemory > 0) {
                long start = file.length();
                file.append(ByteBuffer.wrap(lane.memory, 0, lane.inMemory));
                lane.pieces.add(new Piece(lane.inFile, start, lane.inMemory));
                lane.inFile += lane.inMemory;
                lane.inMemory = 0;
            }
        }
        inMemory = 0;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
