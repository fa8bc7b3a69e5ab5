import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Breaks the product on purpose, one way after the other, and checks that the rig's checker sees it. From the top of the repository:
 *
 * <pre>java src/test/mutations/Mutate.java [name ...]</pre>
 *
 * <p>Each mutation is a file beside this one: what breaks, the faults that expose it, the source file, the promise that it breaks, perhaps the
 * delivery mode, and texts with their replacements. It is caught when the checker finds that promise broken, whatever else it finds. The
 * broken product is built in target/mutations/NAME and hunted there for a minute ({@code -Dminutes}), and when that finds nothing, for four
 * times as long with another seed. What then finds nothing is a hole in the checker.
 */
public final class Mutate {
    private static final Path HERE = Path.of("src/test/mutations");
    private static final Set<String> NOT_COPIED = Set.of("target", ".git");
    private static final int MINUTES = Integer.getInteger("minutes", 1);

    private static final String SHRINKING = System.getProperty("shrink.minutes", "0");

    private record Mutation(
            String name, String faults, Path file, String promise, String mode, Map<String, String> replacements) {}

    public static void main(String[] names) throws IOException, InterruptedException {
        List<String> missed = new ArrayList<>();
        Map<String, String> verdicts = new LinkedHashMap<>();
        for (Path file : mutations()) {
            Mutation mutation = read(file);
            if (names.length == 0 || List.of(names).contains(mutation.name())) {
                String verdict = hunt(mutation, 1, MINUTES);
                if (!verdict.startsWith("caught")) {
                    System.out.println(mutation.name() + ": " + verdict + "; once more, for longer");
                    verdict = hunt(mutation, 2, 4 * MINUTES);
                }
                verdicts.put(mutation.name(), verdict);
                System.out.println(mutation.name() + ": " + verdict);
                if (!verdict.startsWith("caught")) {
                    missed.add(mutation.name());
                }
            }
        }
        verdicts.forEach((name, verdict) -> System.out.printf("%-36s %s%n", name, verdict));
        System.out.println(missed.isEmpty() ? verdicts.size() + " of " + verdicts.size() + " caught" : "NOT caught: " + missed);
        System.exit(missed.isEmpty() && !verdicts.isEmpty() ? 0 : 1);
    }

    private static List<Path> mutations() throws IOException {
        try (var files = Files.list(HERE)) {
            return files.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
        }
    }

    private static Mutation read(Path file) throws IOException {
        String[] blocks = Files.readString(file).split("(?m)^---\n");
        String[] head = blocks[0].split("\n");
        Map<String, String> replacements = new LinkedHashMap<>();
        for (int i = 1; i < blocks.length; i++) {
            String[] texts = blocks[i].split("(?m)^\\+\\+\\+\n");
            replacements.put(texts[0].stripTrailing(), texts[1].stripTrailing());
        }
        return new Mutation(
                file.getFileName().toString().replace(".txt", ""),
                head[1].substring("faults: ".length()),
                Path.of(head[2].substring("file: ".length())),
                head[3].substring("promise: ".length()),
                head.length > 4 ? head[4].substring("mode: ".length()) : "alo",
                replacements);
    }

    private static String hunt(Mutation mutation, int seed, int minutes) throws IOException, InterruptedException {
        Path copy = Path.of("target/mutations").resolve(mutation.name());
        delete(copy);
        copy(copy);
        String source = Files.readString(copy.resolve(mutation.file()));
        for (Map.Entry<String, String> replacement : mutation.replacements().entrySet()) {
            if (source.split(java.util.regex.Pattern.quote(replacement.getKey()), -1).length != 2) {
                return "does not apply: " + mutation.file() + " holds not once: " + replacement.getKey().strip();
            }
            source = source.replace(replacement.getKey(), replacement.getValue());
        }
        Files.writeString(copy.resolve(mutation.file()), source);
        Path pom = copy.resolve("pom.xml"); // what breaks on purpose need not be tidy
        Files.writeString(pom, Files.readString(pom).replaceAll("<arg>(-Werror|-Xplugin:ErrorProne[^<]*)</arg>", ""));
        int exit = new ProcessBuilder(List.of(
                        "mvn", "-B", "verify", "-Pchaos", "-Dspotless.check.skip", "-Dtest=NoSuch", "-Dsurefire.failIfNoSpecifiedTests=false",
                        "-Dit.test=RigChaos", "-Dfailsafe.failIfNoSpecifiedTests=false", "-Dchaos.seed=" + seed,
                        "-Dchaos.minutes=" + minutes, "-Dchaos.shrink.minutes=" + SHRINKING, "-Dchaos.faults=" + mutation.faults(),
                        "-Dchaos.mode=" + mutation.mode()))
                .directory(copy.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(copy.resolve("mutation.log").toFile())
                .start()
                .waitFor();
        Path judgement = copy.resolve("target/rig/seed-" + seed + "/judgement.txt");
        if (!Files.exists(judgement)) {
            return "no judgement, see " + copy.resolve("mutation.log");
        }
        List<String> violations = Files.readAllLines(judgement).stream()
                .dropWhile(line -> !line.startsWith("violations "))
                .skip(1)
                .toList();
        List<String> expected = violations.stream()
                .filter(line -> line.startsWith(mutation.promise() + ":"))
                .toList();
        return exit != 0 && !expected.isEmpty()
                ? "caught by " + expected.size() + " of " + violations.size() + " violations: " + expected.get(0)
                : "not caught, see " + judgement;
    }

    private static void copy(Path to) throws IOException {
        Files.walkFileTree(Path.of(""), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
                if (NOT_COPIED.contains(directory.toString())) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(to.resolve(directory));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(file));
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException e) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
