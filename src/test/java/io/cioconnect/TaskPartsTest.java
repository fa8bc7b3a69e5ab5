package io.cioconnect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskPartsTest {
    private final List<String> closed = new ArrayList<>();
    private final TaskParts parts = new TaskParts();

    @Test
    void closesInReverseOrderAndOnceWhateverOneOfThemDoes() {
        parts.add(() -> closed.add("first"));
        parts.add(() -> {
            throw new OutOfMemoryError("simulated");
        });
        parts.add(() -> {
            throw new IllegalStateException("simulated");
        });
        parts.add(() -> closed.add("last"));

        parts.close();
        parts.close();

        assertThat(closed).containsExactly("last", "first");
    }
}
