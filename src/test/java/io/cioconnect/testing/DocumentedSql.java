package io.cioconnect.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A statement as it stands in the documentation: a fenced block of SQL that begins with its name as a comment. */
public record DocumentedSql(String name, String sql) {
    private static final Pattern BLOCK =
            Pattern.compile("^```sql\\n(?:-- (\\S+)\\n)?(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    /** All statements, in the order of the files' names and of the files. */
    public static List<DocumentedSql> all() {
        List<DocumentedSql> statements = new ArrayList<>();
        for (Path file : files()) {
            try {
                Matcher block = BLOCK.matcher(Files.readString(file));
                while (block.find()) {
                    if (block.group(1) == null) {
                        throw new IllegalStateException(
                                "A statement without a name in " + file + ": " + block.group(2));
                    }
                    statements.add(new DocumentedSql(block.group(1), block.group(2)));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(file.toString(), e);
            }
        }
        return statements;
    }

    public static DocumentedSql named(String name) {
        return all().stream()
                .filter(statement -> statement.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The documentation has no statement " + name));
    }

    @Override
    public String toString() {
        return name;
    }

    private static List<Path> files() {
        try (Stream<Path> pages = Files.walk(Path.of("src/site/markdown"))) {
            return Stream.concat(Stream.of(Path.of("README.md")), pages)
                    .filter(path -> path.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
