package io.cioconnect.it.harness;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server of its own, filled by sink connectors with the configurations we ship. Its data is gone when it is closed. Usable from any
 * thread.
 */
public final class Warehouse implements Closeable {
    /** What each topic says now. */
    public static final String CURRENT = "customerio";
    /** Every version of every row. */
    public static final String HISTORY = "customerio_history";

    private static final String DATABASE = "postgres";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final EmbeddedPostgres postgres;
    private final long processId;
    private final Process watch;

    /** Starts the server and creates both schemas, which the sinks expect to be there. */
    public Warehouse() {
        try {
            Path data = Files.createDirectories(BuildOutput.directory().resolve("it-data"));
            Path own = Files.createTempDirectory(data, "warehouse-");
            postgres = EmbeddedPostgres.builder()
                    .setOverrideWorkingDirectory(data.resolve("postgres").toFile())
                    .setDataDirectory(own)
                    .setLocaleConfig("locale", "C") // that of the user may not be installed here
                    .setServerConfig("unix_socket_directories", "") // /tmp may be full
                    .setPGStartupWait(PATIENCE)
                    .start();
            processId = Long.parseLong(
                    Files.readAllLines(own.resolve("postmaster.pid")).get(0));
            watch = ParentWatch.over(processId); // the server runs on its own and would outlive this JVM
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL does not start", e);
        }
        execute("create schema " + CURRENT);
        execute("create schema " + HISTORY);
    }

    /** A worker that can run these sinks besides our connector. */
    public static WorkerSettings withSinks(WorkerSettings settings) {
        return settings.with("plugin.path", BuildOutput.pluginPath() + "," + BuildOutput.sinksPath());
    }

    /** Creates the sink of that file in config/sinks for the topics of a prefix, waits until it runs, and returns its name. */
    public String createSink(ConnectRest rest, String file, String topicPrefix) {
        SinkFile sink = SinkFile.named(file);
        String name = sink.name() + "-" + topicPrefix;
        Map<String, String> config = new LinkedHashMap<>(sink.configFor(topicPrefix));
        config.put("connection.url", postgres.getJdbcUrl(DATABASE, DATABASE));
        config.put("connection.username", DATABASE);
        config.put("connection.password", DATABASE);
        // How long the sink takes to see a new topic.
        config.put("consumer.override.metadata.max.age.ms", "1000");
        rest.put(name, config);
        rest.awaitRunning(name, 1);
        return name;
    }

    /** For psql and others who want to look inside. */
    public String jdbcUrl() {
        return postgres.getJdbcUrl(DATABASE, DATABASE);
    }

    public void execute(String sql) {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The rows, each with its columns in order; JSON and intervals as text, times (all are UTC) as Instant. */
    public List<Map<String, @Nullable Object>> query(String sql) {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            ResultSetMetaData columns = result.getMetaData();
            List<Map<String, @Nullable Object>> rows = new ArrayList<>();
            while (result.next()) {
                Map<String, @Nullable Object> row = new LinkedHashMap<>();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    row.put(columns.getColumnName(i), value(result, i, columns.getColumnTypeName(i)));
                }
                rows.add(row);
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private static @Nullable Object value(ResultSet result, int column, String type) throws SQLException {
        return switch (type) {
            case "json", "jsonb", "interval" -> result.getString(column);
            case "timestamp" -> {
                LocalDateTime time = result.getObject(column, LocalDateTime.class);
                yield time == null ? null : time.toInstant(ZoneOffset.UTC);
            }
            default -> result.getObject(column);
        };
    }

    /** Whether there is such a table, given with its schema. */
    public boolean hasTable(String table) {
        return query("select to_regclass('" + table + "') is not null as exists")
                .get(0)
                .containsValue(true);
    }

    /** Rows of a table, given with its schema; 0 when there is no such table yet. */
    public long count(String table) {
        return hasTable(table)
                ? (Long) query("select count(*) as rows from " + table).get(0).getOrDefault("rows", 0L)
                : 0;
    }

    /** Of the server's main process. */
    public long processId() {
        return processId;
    }

    @Override
    public void close() {
        watch.destroyForcibly();
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL does not stop", e);
        }
    }
}
