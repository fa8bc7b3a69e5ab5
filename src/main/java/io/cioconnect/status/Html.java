package io.cioconnect.status;

import java.util.ArrayDeque;
import java.util.Deque;

/** Writes HTML or SVG. Every text and every attribute is escaped, whatever it holds. One thread. */
final class Html {
    private final StringBuilder written = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /** @param attributes names and values in turn */
    Html open(String tag, String... attributes) {
        start(tag, attributes);
        open.push(tag);
        return this;
    }

    Html close() {
        written.append("</").append(open.pop()).append('>');
        return this;
    }

    Html text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> written.append("&amp;");
                case '<' -> written.append("&lt;");
                case '>' -> written.append("&gt;");
                case '"' -> written.append("&quot;");
                case '\'' -> written.append("&#39;");
                default -> written.append(c);
            }
        }
        return this;
    }

    /** An element with this text and nothing else. */
    Html element(String tag, String text, String... attributes) {
        return open(tag, attributes).text(text).close();
    }

    /** An element that has no end, such as {@code meta}. */
    Html empty(String tag, String... attributes) {
        start(tag, attributes);
        return this;
    }

    /** The style sheet, which is ours. */
    Html style(String css) {
        written.append("<style>").append(css).append("</style>");
        return this;
    }

    /** What was written so far. */
    String text() {
        return written.toString();
    }

    /** Ends every open element. */
    String end() {
        while (!open.isEmpty()) {
            close();
        }
        return "<!doctype html>\n" + written + "\n";
    }

    private void start(String tag, String... attributes) {
        written.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            written.append(' ').append(attributes[i]).append("=\"");
            text(attributes[i + 1]);
            written.append('"');
        }
        written.append('>');
    }
}
