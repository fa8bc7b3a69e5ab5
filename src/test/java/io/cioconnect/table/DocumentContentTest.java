package io.cioconnect.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cioconnect.schema.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which replies are understood: what is in doubt must not overwrite rows. */
class DocumentContentTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    METRIC | {'metric':{'series':{'sent':[1]}}}
                    METRIC | {'metric':{'series':{}}}
                    METRIC | {'metric':{'series':null,'type':'email'}}
                    METRIC | {'language_variants':{'7':{'language':'sv','series':{'sent':[1]}}}}
                    JOURNEY_METRIC | {'journey_metric':{'started':[1]}}
                    JOURNEY_METRIC | {'journey_metric':{}}
                    LINKS | {'links':null}
                    LINKS | {'links':[]}
                    LINKS | {'links':[null,{'link':{'id':7}}]}
                    COUNT | {'segment_id':7,'count':0}
                    COUNT | {'segment_id':7,'count':null}
                    USES | {'segment_id':7,'used_by':{'campaigns':[5],'draft_newsletters':null}}
                    USES | {'used_by':{'segment_id':7}}
                    USES | {'used_by':{}}
                    USES | {'used_by':null}
                    USES | {'segment_id':7}
                    USES | {}
                    USES | {'campaigns':[5]}
                    USES | {'sent_newsletters':null}
                    """)
    void isUnderstood(DocumentContent content, String reply) throws Exception {
        assertThat(content.isIn(json(reply))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    METRIC | {'metric':null}
                    METRIC | {'metric':{}}
                    METRIC | {'metric':'none'}
                    METRIC | {'metric':{'series':[1]}}
                    METRIC | {'language_variants':{}}
                    JOURNEY_METRIC | {'journey_metric':null}
                    JOURNEY_METRIC | {'metric':{'series':{}}}
                    LINKS | {'links':{}}
                    LINKS | {'links':[7]}
                    COUNT | {'segment_id':7}
                    USES | {'used_by':'nobody'}
                    USES | {'used_by':[]}
                    USES | {'used_by':{'automations':[5]}}
                    USES | {'used_by':{'campaigns':'none'}}
                    USES | {'segment_id':7,'used_by':{'campaigns':{'5':true}}}
                    USES | {'campaigns':7}
                    """)
    void isNotUnderstood(DocumentContent content, String reply) throws Exception {
        assertThat(content.isIn(json(reply))).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void theReplyOfAnotherPathIsNotUnderstood(DocumentContent content) throws Exception {
        assertThat(content.isIn(json("{'meta':{'message':'nice credentials.'}}")))
                .isFalse();
    }

    private static ObjectNode json(String text) throws Exception {
        return (ObjectNode) Json.parse(text.replace('\'', '"').getBytes(UTF_8));
    }
}
