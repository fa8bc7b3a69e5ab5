package io.cioconnect.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;

/** Pictures of a report, as PNG. */
final class Plots {
    private static final int WIDTH = 1000;
    private static final int HEIGHT = 500;

    private final Path directory;

    Plots(Path directory) {
        this.directory = directory;
    }

    /** Bars, grouped by category. */
    void bars(String file, String axis, List<String> categories, Map<String, List<Double>> series) throws IOException {
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .yAxisTitle(axis)
                .build();
        series.forEach((name, values) -> chart.addSeries(name, categories, values));
        save(chart, file);
    }

    /** Lines over what grows. */
    void lines(String file, String xAxis, String yAxis, Map<String, Map<Double, Double>> series) throws IOException {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .xAxisTitle(xAxis)
                .yAxisTitle(yAxis)
                .build();
        chart.getStyler().setYAxisMin(0.0); // or else noise looks like growth
        chart.getStyler().setXAxisLogarithmic(spansThousands(series));
        series.forEach(
                (name, points) -> chart.addSeries(name, List.copyOf(points.keySet()), List.copyOf(points.values())));
        save(chart, file);
    }

    private static boolean spansThousands(Map<String, Map<Double, Double>> series) {
        DoubleSummaryStatistics numbers = series.values().stream()
                .flatMap(points -> points.keySet().stream())
                .mapToDouble(Double::doubleValue)
                .summaryStatistics();
        return numbers.getMin() > 0 && numbers.getMax() >= 1_000 * numbers.getMin();
    }

    private void save(Chart<?, ?> chart, String file) throws IOException {
        Files.createDirectories(directory);
        BitmapEncoder.saveBitmap(chart, directory.resolve(file).toString(), BitmapEncoder.BitmapFormat.PNG);
    }
}
