package io.cioconnect.refresh;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.schema.RecordCheck;
import io.cioconnect.schema.RowException;
import io.cioconnect.simulator.CustomerIoSimulator;
import io.cioconnect.sync.RowConverter;
import io.cioconnect.table.Tables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Struct;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What is done for each row of a list, about 1 KB: laid out as a record, hashed, kept until the list is complete. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RowPieces {
    private final RowConverter rows = new RowConverter(Tables.named("campaigns"), "bench.campaigns");
    private final ObjectNode row = row();
    private final RowCodec codec = new RowCodec(rows.valueSchema());
    private final Struct value = value();
    private final ByteBuffer encoded = codec.write(value);
    private final RowCodec encoder = new RowCodec(rows.valueSchema());
    private Listing listing = newListing();

    @Benchmark
    public Object jsonToStruct() throws RowException {
        return rows.value(row, Instant.EPOCH);
    }

    @Benchmark
    public long hash() {
        return ContentHash.of(row);
    }

    @Benchmark
    public Object encode() {
        return encoder.write(value);
    }

    @Benchmark
    public Object decode() {
        return codec.read(encoded.duplicate());
    }

    /** All of the above but the decoding, and the file. */
    @Benchmark
    public void listed() throws IOException {
        listing.row(row);
    }

    @Setup(Level.Iteration)
    public void openListing() {
        listing = newListing();
    }

    @TearDown(Level.Iteration)
    public void closeListing() throws IOException {
        listing.close();
    }

    private Listing newListing() {
        return new Listing(rows, Instant.EPOCH, RecordCheck.MAX_BYTES);
    }

    private Struct value() {
        try {
            return rows.value(row, Instant.EPOCH);
        } catch (RowException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectNode row() {
        try (CustomerIoSimulator customerIo = new CustomerIoSimulator()) {
            customerIo.list("campaigns").generate(1);
            return customerIo.list("campaigns").rows().get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
