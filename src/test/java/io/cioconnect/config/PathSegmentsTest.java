package io.cioconnect.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathSegmentsTest {
    @Test
    void ignoresOneTrailingSlashAndTheSpellingOfEscapes() {
        assertThat(PathSegments.parse("/webhooks/a%20b%7Ec/")).isEqualTo(PathSegments.parse("/webhooks/a%20b~c"));
        assertThat(PathSegments.parse("/a%c3%bc")).isEqualTo(PathSegments.parse("/a%C3%BC"));
        assertThat(PathSegments.parse("/a\u00fc")).isEqualTo(PathSegments.parse("/a%C3%BC"));
    }

    @Test
    void isOnlyOneSegmentWhenThereIsNoOther() {
        PathSegments path = PathSegments.parse("/health%7A").orElseThrow();
        assertThat(path.isOnly("healthz")).isTrue();
        assertThat(path.isOnly("readyz")).isFalse();
        assertThat(PathSegments.parse("/cio/healthz").orElseThrow().isOnly("healthz"))
                .isFalse();
        assertThat(PathSegments.parse("/healthz/cio").orElseThrow().isOnly("healthz"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/webhooks/cio//",
                "//webhooks/cio",
                "/webhooks//cio",
                "/webhooks%2Fcio",
                "/webhooks/x/../cio",
                "/webhooks/./cio",
                "/webhooks/%2e%2e/cio",
                "/webhooks/cio;v=1",
                "/webhooks;v=1/cio",
                "/webhooks/cio%00",
                "/webhooks/cio%20",
                "/Webhooks/cio",
                "/webhooks/%2563io",
                "/webhooks/cio/x"
            })
    void takesNoOtherPathForTheSame(String other) {
        assertThat(PathSegments.parse(other)).isNotEqualTo(PathSegments.parse("/webhooks/cio"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "webhooks", "/a%", "/a%2", "/a%zz", "/a%-1"})
    void takesNothingElseForAPath(String noPath) {
        assertThat(PathSegments.parse(noPath)).isEmpty();
    }

    @Test
    void keepsAnEscapedSlashInsideItsSegment() {
        PathSegments path = PathSegments.parse("/webhooks/a%2Fb").orElseThrow();

        assertThat(path.segments()).containsExactly("webhooks", "a/b");
        assertThat(path.last()).isEqualTo("a/b");
        assertThat(path.withoutLast()).isEqualTo(PathSegments.parse("/webhooks").orElseThrow());
    }
}
