package io.cioconnect.metrics;

import java.util.function.Function;
import java.util.function.ToLongFunction;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;

/**
 * One attribute of an MBean, described where it is read.
 *
 * @param unit such as {@code rows}; empty for a text
 * @param text what it means, in one sentence
 * @param value reads it from memory, on the caller's thread
 */
public record Metric<S>(String name, String unit, String text, OpenType<?> type, Function<S, Object> value) {
    static <S> Metric<S> number(String name, String unit, String text, ToLongFunction<S> value) {
        return new Metric<>(name, unit, text, SimpleType.LONG, value::applyAsLong);
    }

    static <S> Metric<S> fraction(String name, String unit, String text, Function<S, Double> value) {
        return new Metric<>(name, unit, text, SimpleType.DOUBLE, value::apply);
    }

    static <S> Metric<S> text(String name, String text, Function<S, String> value) {
        return new Metric<>(name, "", text, SimpleType.STRING, value::apply);
    }
}
