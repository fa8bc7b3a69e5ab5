package io.cioconnect.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page of documentation: where it links to, and what can be linked to in it, by the rules of GitHub. */
public record MarkdownPage(Path file, String prose) {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^()\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.*)$");
    private static final Pattern FENCED = Pattern.compile("(?ms)^( *)```.*?^\\1```");
    private static final Pattern CODE = Pattern.compile("`[^`\n]+`");

    public static MarkdownPage read(Path file) {
        try {
            String text = Files.readString(file);
            return new MarkdownPage(file, FENCED.matcher(text).replaceAll(""));
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    /** All pages below a directory. */
    public static List<MarkdownPage> below(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .map(MarkdownPage::read)
                    .toList();
        }
    }

    /** Links to a file that is not there, or to a heading that its page has not; with this page's name. */
    public List<String> brokenLinks() {
        List<String> broken = new ArrayList<>();
        for (String link : relativeLinks()) {
            String[] parts = link.split("#", 2);
            Path target = parts[0].isEmpty() ? file : file.resolveSibling(parts[0]);
            if (!Files.exists(target)) {
                broken.add(file + ": " + link);
            } else if (parts.length == 2 && !read(target).anchors().contains(parts[1])) {
                broken.add(file + ": " + link + ", but that page has no such heading");
            }
        }
        return broken;
    }

    /** Links that lead to this page itself or a file beside it; not those that begin with a scheme. */
    public List<String> relativeLinks() {
        return LINK.matcher(CODE.matcher(prose).replaceAll("code"))
                .results()
                .map(found -> found.group(1))
                .filter(link -> !link.matches("[a-z]+:.*"))
                .toList();
    }

    /** The names that links give to this page's headings. */
    private List<String> anchors() {
        List<String> anchors = new ArrayList<>();
        Map<String, Integer> seen = new HashMap<>();
        Matcher heading = HEADING.matcher(prose);
        while (heading.find()) {
            String anchor = heading.group(1)
                    .strip()
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                    .replace(' ', '-');
            int before = seen.merge(anchor, 1, Integer::sum) - 1;
            anchors.add(before == 0 ? anchor : anchor + "-" + before);
        }
        return anchors;
    }
}
