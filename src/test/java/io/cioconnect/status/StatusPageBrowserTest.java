package io.cioconnect.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cioconnect.testing.Chromium;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page in a real browser, which measures it at the width of a phone and of a desk, by day and by night. */
class StatusPageBrowserTest {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final double READABLE = 4.5; // contrast of small text, WCAG 2 level AA

    @TempDir
    Path directory;

    @BeforeAll
    static void assumeABrowser() {
        Chromium.assumeInstalled();
    }

    @ParameterizedTest
    @CsvSource({"390, false", "390, true", "1280, false", "1280, true"})
    void isReadableAtEachWidthInLightAndDark(int width, boolean dark) throws Exception {
        Map<String, Optional<ConnectorStatus>> connectors = new LinkedHashMap<>();
        connectors.put("customer-io", Optional.of(SampleStatus.broken()));
        connectors.put("customer-io-eu", Optional.of(SampleStatus.healthy()));
        JsonNode measured = look(connectors, width, dark, "status");

        assertThat(measured.path("dark").asBoolean())
                .as("the browser is in the dark")
                .isEqualTo(dark);
        assertThat(measured.path("tables").asInt())
                .as("rows of tables, reads and events")
                .isEqualTo(13);
        assertThat(measured.path("width").asInt()).as("no scrolling sideways").isLessThanOrEqualTo(width);
        assertThat(measured.path("hidden").asInt()).as("rows that are not seen").isZero();
        assertThat(measured.path("contrast").asDouble())
                .as("lowest contrast of a text")
                .isGreaterThanOrEqualTo(READABLE);
        assertThat(measured.path("smallest").asDouble()).as("smallest text").isGreaterThanOrEqualTo(14);
    }

    @ParameterizedTest
    @CsvSource({"390, true", "1280, false"})
    void hasRoomForEveryTableThereIs(int width, boolean dark) throws Exception {
        ConnectorStatus all = SampleStatus.withAllTables();

        JsonNode measured = look(Map.of("customer-io", Optional.of(all)), width, dark, "all-tables");

        assertThat(measured.path("tables").asInt())
                .isGreaterThan(all.tables().size() + all.events().size())
                .isGreaterThan(30);
        assertThat(measured.path("width").asInt()).as("no scrolling sideways").isLessThanOrEqualTo(width);
        assertThat(measured.path("hidden").asInt()).as("rows that are not seen").isZero();
    }

    /** Takes a picture, and measures. */
    private JsonNode look(Map<String, Optional<ConnectorStatus>> connectors, int width, boolean dark, String picture)
            throws Exception {
        Path framed = directory.resolve("framed.html");
        Files.writeString(framed, framed(StatusPage.of(connectors), width), StandardCharsets.UTF_8);
        var browser = new Chromium(directory, dark);
        JsonNode measured = measured(browser.document(framed.toUri().toString()));
        Files.createDirectories(SCREENSHOTS);
        Path image = SCREENSHOTS.resolve(picture + "-" + width + (dark ? "-dark" : "") + ".png");
        browser.screenshot(framed.toUri().toString(), image.toAbsolutePath(), Math.max(width, 520), 2_600);
        assertThat(image).isNotEmptyFile();
        return measured;
    }

    private static JsonNode measured(String document) throws Exception {
        int start = document.indexOf("<pre id=\"measured\">") + "<pre id=\"measured\">".length();
        return new ObjectMapper().readTree(document.substring(start, document.indexOf("</pre>", start)));
    }

    /** The page in a frame of this width, and a script beside it that looks into the frame: the page itself runs none. */
    private static String framed(String page, int width) {
        return "<!doctype html><meta charset=utf-8>"
                + "<style>body{margin:0}pre{display:none}iframe{border:0;width:" + width + "px;height:2600px}</style>"
                + "<iframe srcdoc=\"" + page.replace("&", "&amp;").replace("\"", "&quot;")
                + "\"></iframe><pre id=measured></pre>"
                + "<script>" + MEASURE + "</script>";
    }

    private static final String MEASURE = """
            document.querySelector('iframe').addEventListener('load', event => {
              const page = event.target.contentDocument;
              const style = node => event.target.contentWindow.getComputedStyle(node);
              const light = color => {
                const [r, g, b] = color.match(/[\\d.]+/g).map(Number).map(value => value / 255)
                  .map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
              };
              const behind = node => {
                while (node) {
                  const color = style(node).backgroundColor;
                  if (color !== 'rgba(0, 0, 0, 0)') return color;
                  node = node.parentElement;
                }
                return 'rgb(255, 255, 255)';
              };
              const texts = [...page.body.querySelectorAll('*')]
                .filter(node => [...node.childNodes].some(child => child.nodeType === 3 && child.data.trim()));
              const seen = texts.filter(node => node.getClientRects().length > 0);
              const contrasts = seen.map(node => {
                const pair = [light(style(node).color), light(behind(node))].sort((a, b) => b - a);
                return (pair[0] + 0.05) / (pair[1] + 0.05);
              });
              const rows = [...page.querySelectorAll('tbody tr')];
              document.querySelector('#measured').textContent = JSON.stringify({
                dark: event.target.contentWindow.matchMedia('(prefers-color-scheme: dark)').matches,
                width: page.documentElement.scrollWidth,
                tables: rows.length,
                hidden: rows.filter(row => row.getBoundingClientRect().height < 10).length,
                contrast: Math.min(...contrasts),
                smallest: Math.min(...seen.map(node => parseFloat(style(node).fontSize)))
              });
            });
            """;
}
