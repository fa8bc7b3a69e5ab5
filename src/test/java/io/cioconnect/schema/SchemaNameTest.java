package io.cioconnect.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaNameTest {

    @ParameterizedTest
    @CsvSource({
        "cio.campaigns, cio.campaigns",
        "cio-1.campaigns, cio_1.campaigns",
        "2026cio.campaigns, ____cio.campaigns",
        "a.7b8.x, a._b8.x",
        "-1a, _1a",
        "a..b, a._.b",
        ".a, _.a",
        "a., a._",
        "42.x, __.x",
        "prod_eu.snippets, prod_eu.snippets",
    })
    void isWhatAvroAccepts(String topic, String name) {
        assertThat(SchemaName.of(topic)).isEqualTo(name);
        assertThat(SchemaName.of(topic)).matches("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)*");
    }
}
