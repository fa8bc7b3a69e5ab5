package io.cioconnect.refresh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.schema.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContentHashTest {
    @Test
    void theOrderOfFieldsDoesNotCount() throws Exception {
        assertThat(hash("{'a':1,'b':{'c':[1,2],'d':null}}")).isEqualTo(hash("{'b':{'d':null,'c':[1,2]},'a':1}"));
    }

    @Test
    void everythingElseCounts() throws Exception {
        List<String> rows = List.of(
                "{}",
                "{'a':null}",
                "{'a':1}",
                "{'a':1.0}",
                "{'a':'1'}",
                "{'a':'null'}",
                "{'a':[1]}",
                "{'a':[[1]]}",
                "{'a':[1,2]}",
                "{'a':[2,1]}",
                "{'a':{}}",
                "{'a':[]}",
                "{'a':'b','c':'d'}",
                "{'a':'bc','':'d'}",
                "{'a':{'b':1},'c':1}",
                "{'a':{'b':1,'c':1}}",
                "{'a':true}");
        assertThat(rows.stream().map(ContentHashTest::hash).distinct()).hasSameSizeAs(rows);
    }

    @Test
    void neverChangesSinceHashesAreStored() {
        assertThat(hash("{'id':7,'name':'Grüße','tags':['a',null]}")).isEqualTo(4982803033797883322L);
    }

    private static long hash(String json) {
        try {
            return ContentHash.of(
                    (ObjectNode) Json.parse(json.replace('\'', '"').getBytes(UTF_8)));
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }
}
