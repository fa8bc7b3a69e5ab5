package io.cioconnect.it.warehouse;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.hadoop.HadoopCatalog;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.rest.CatalogHandlers;
import org.apache.iceberg.rest.RESTCatalogProperties.SnapshotMode;
import org.apache.iceberg.rest.RESTResponse;
import org.apache.iceberg.rest.RESTSerializers;
import org.apache.iceberg.rest.RESTUtil;
import org.apache.iceberg.rest.requests.CreateNamespaceRequest;
import org.apache.iceberg.rest.requests.CreateTableRequest;
import org.apache.iceberg.rest.requests.UpdateTableRequest;
import org.apache.iceberg.rest.responses.ConfigResponse;
import org.apache.iceberg.rest.responses.ErrorResponse;
import org.apache.iceberg.types.Types.NestedField;
import org.jspecify.annotations.Nullable;

/** An Iceberg REST catalogue, of Iceberg's own parts, over tables in a directory; and their rows, as Iceberg's reader returns them. */
final class IcebergCatalog implements Closeable {
    private static final String SEPARATOR = "%1F";
    private static final ObjectMapper JSON = new ObjectMapper()
            .setVisibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
            .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
            .setPropertyNamingStrategy(PropertyNamingStrategies.KebabCaseStrategy.INSTANCE);

    static {
        RESTSerializers.registerAll(JSON);
    }

    private final HadoopCatalog tables;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);

    IcebergCatalog(Path directory) throws IOException {
        tables = new HadoopCatalog(new Configuration(), directory.toString());
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.setExecutor(threads);
        server.start();
    }

    URI url() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    boolean hasTable(String namespace, String table) {
        return tables.tableExists(TableIdentifier.of(namespace, table));
    }

    /** Iceberg's type of each column. */
    Map<String, String> types(String namespace, String table) {
        Map<String, String> types = new LinkedHashMap<>();
        for (NestedField field : load(namespace, table).schema().columns()) {
            types.put(field.name(), field.type().toString());
        }
        return types;
    }

    /** All rows; a table that is not there has none. */
    List<Map<String, @Nullable Object>> rows(String namespace, String table) throws IOException {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        if (hasTable(namespace, table)) {
            try (CloseableIterable<Record> records =
                    IcebergGenerics.read(load(namespace, table)).build()) {
                for (Record row : records) {
                    Map<String, @Nullable Object> columns = new LinkedHashMap<>();
                    row.struct().fields().forEach(field -> columns.put(field.name(), row.getField(field.name())));
                    rows.add(columns);
                }
            }
        }
        return rows;
    }

    private Table load(String namespace, String table) {
        return tables.loadTable(TableIdentifier.of(namespace, table));
    }

    private void serve(HttpExchange exchange) throws IOException {
        List<String> path =
                List.of(exchange.getRequestURI().getRawPath().substring(1).split("/"));
        String call = exchange.getRequestMethod() + " " + (path.size() > 3 ? path.get(3) : "") + path.size();
        try (exchange) {
            RESTResponse answer = null;
            int status = 200;
            try {
                answer = answer(call, path, exchange.getRequestBody());
            } catch (RuntimeException refused) {
                status = status(refused);
                answer = ErrorResponse.builder()
                        .responseCode(status)
                        .withType(refused.getClass().getSimpleName())
                        .withMessage(refused.getMessage())
                        .build();
            }
            send(exchange, status, answer);
        }
    }

    /** The call is named by method, what is asked for, and how long the path is. */
    private @Nullable RESTResponse answer(String call, List<String> path, InputStream body) throws IOException {
        Namespace namespace =
                path.size() > 2 ? RESTUtil.decodeNamespaceAsPathSegment(path.get(2), SEPARATOR) : Namespace.empty();
        TableIdentifier table = TableIdentifier.of(namespace, path.size() > 4 ? path.get(4) : "none");
        return switch (call) {
            case "GET 2" -> ConfigResponse.builder().build();
            case "POST 2" ->
                CatalogHandlers.createNamespace(tables, JSON.readValue(body, CreateNamespaceRequest.class));
            case "GET 3" -> CatalogHandlers.loadNamespace(tables, namespace);
            case "HEAD 3" -> {
                CatalogHandlers.namespaceExists(tables, namespace);
                yield null;
            }
            case "POST tables4" ->
                CatalogHandlers.createTable(tables, namespace, JSON.readValue(body, CreateTableRequest.class));
            case "GET tables5" -> CatalogHandlers.loadTable(tables, table, SnapshotMode.ALL);
            case "HEAD tables5" -> {
                CatalogHandlers.tableExists(tables, table);
                yield null;
            }
            case "POST tables5" ->
                CatalogHandlers.updateTable(tables, table, JSON.readValue(body, UpdateTableRequest.class));
            case "POST tables6" -> null; // metrics of a commit
            default -> throw new UnsupportedOperationException(call + " of " + path);
        };
    }

    private static int status(RuntimeException refused) {
        if (refused instanceof NoSuchTableException || refused instanceof NoSuchNamespaceException) {
            return 404;
        }
        return refused instanceof AlreadyExistsException || refused instanceof CommitFailedException ? 409 : 500;
    }

    private static void send(HttpExchange exchange, int status, @Nullable RESTResponse answer) throws IOException {
        boolean isEmpty = answer == null || exchange.getRequestMethod().equals("HEAD");
        byte[] json = isEmpty ? new byte[0] : JSON.writeValueAsBytes(answer);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(isEmpty && status == 200 ? 204 : status, isEmpty ? -1 : json.length);
        exchange.getResponseBody().write(json);
    }

    @Override
    public void close() throws IOException {
        server.stop(0);
        threads.shutdown();
        tables.close();
    }
}
