package io.cioconnect.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTextTest {
    private static final Schema TEXT =
            SchemaBuilder.struct().field("name", Schema.STRING_SCHEMA).build();
    private static final Schema FIVE = SchemaBuilder.struct()
            .field("campaign_id", Schema.INT64_SCHEMA)
            .field("action_id", Schema.INT64_SCHEMA)
            .field("language", Schema.STRING_SCHEMA)
            .field("resolution", Schema.STRING_SCHEMA)
            .field("period_start", Timestamp.SCHEMA)
            .build();

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a/b", "100%", "%2F", "\u00e9\ud83d\ude00"})
    void aKeyOfOneColumnIsItsValue(String name) {
        Struct key = new Struct(TEXT).put("name", name);
        assertThat(KeyText.of(key)).isEqualTo(name);
        assertThat(KeyText.parse(name, TEXT)).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sv", "a/b", "100%", "%2F", "%252F"})
    void keysOfSeveralColumnsComeBack(String language) {
        Struct key = five(language);
        assertThat(KeyText.parse(KeyText.of(key), FIVE)).isEqualTo(key);
        assertThat(KeyText.beginningsOf(KeyText.of(key)))
                .hasSize(5)
                .startsWith("5", "5/259")
                .endsWith(KeyText.of(key));
    }

    @Test
    void isWrittenAsStoredKeysAre() {
        assertThat(KeyText.of(five("a/b%"))).isEqualTo("5/259/a%2Fb%25/days/1788048000000");
        assertThatThrownBy(() -> KeyText.parse("5/259", FIVE)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rowsOfOneParentBeginAlike() {
        List<Column> key =
                List.of(Column.int64("id", ""), Column.string("used_by", ""), Column.int64("used_by_id", ""));
        ObjectNode parent = JsonNodeFactory.instance.objectNode();
        assertThat(KeyText.beginning(parent, key)).isEmpty();
        assertThat(KeyText.beginning(parent.put("id", "7"), key)).isEqualTo("7");
        assertThat(KeyText.beginning(parent.put("used_by", "a/b"), key)).isEqualTo("7/a%2Fb");
        assertThat(KeyText.beginning(parent, List.of(Column.string("used_by", ""))))
                .isEqualTo("a/b");
        assertThat(KeyText.beginning(parent.put("id", "seven"), key)).isEmpty();
    }

    private static Struct five(String language) {
        return new Struct(FIVE)
                .put("campaign_id", 5L)
                .put("action_id", 259L)
                .put("language", language)
                .put("resolution", "days")
                .put("period_start", Timestamp.toLogical(Timestamp.SCHEMA, 1_788_048_000_000L));
    }
}
