package io.cioconnect.refresh;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.schema.Json;
import io.cioconnect.schema.RowException;
import io.cioconnect.simulator.CustomerIoSimulator;
import io.cioconnect.table.Tables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What is done for each row of a list, about 1 KB: laid out as a record; hashed and spooled. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RowPieces {
    private final RowConverter rows = new RowConverter(Tables.named("campaigns"), "bench.campaigns");
    private final ObjectNode row = row();
    private final byte[] json = Json.write(row).getBytes(StandardCharsets.UTF_8);
    private RowSpool spool = newSpool();

    @Benchmark
    public Object jsonToStruct() throws RowException {
        return rows.value(row, Instant.EPOCH);
    }

    @Benchmark
    public long hash() {
        return ContentHash.of(row);
    }

    @Benchmark
    public long spool() throws IOException {
        spool.append(json);
        return spool.position();
    }

    @Setup(Level.Iteration)
    public void openSpool() {
        spool = newSpool();
    }

    @TearDown(Level.Iteration)
    public void closeSpool() throws IOException {
        spool.close();
    }

    private static RowSpool newSpool() {
        return new RowSpool(1 << 20, Path.of(System.getProperty("java.io.tmpdir")));
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
