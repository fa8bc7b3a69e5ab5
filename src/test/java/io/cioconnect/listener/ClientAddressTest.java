package io.cioconnect.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cioconnect.config.AddressRanges;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "10.0.0.0/9, 10.127.255.255, true",
        "10.0.0.0/9, 10.128.0.0, false",
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.8, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "::/0, 2001:db8::1, true",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "::1, ::1, true",
        "10.0.0.0/8, ::ffff:10.1.2.3, true",
        "::ffff:10.0.0.0/104, 10.1.2.3, true",
        "::ffff:10.0.0.0/104, 11.1.2.3, false",
    })
    void knowsWhatABlockContains(String block, String address, boolean contained) {
        InetAddress literal = AddressRanges.literal(address).orElseThrow();

        assertThat(AddressRanges.parse(List.of(block)).contain(literal)).isEqualTo(contained);
    }

    @Test
    void oneOfSeveralBlocksIsEnough() throws Exception {
        var blocks = AddressRanges.parse(List.of("192.0.2.0/24", "2001:db8::/32"));

        assertThat(blocks.contain(InetAddress.getByName("192.0.2.7"))).isTrue();
        assertThat(blocks.contain(InetAddress.getByName("2001:db8::7"))).isTrue();
        assertThat(blocks.contain(InetAddress.getByName("198.51.100.7"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.com",
                "localhost",
                "10.0.0",
                "10.0.0.0/33",
                "::/129",
                "10.0.0.0/-1",
                "fe80::1::2",
                "1"
            })
    void refusesWhatIsNoBlock(String block) {
        assertThatThrownBy(() -> AddressRanges.parse(List.of(block))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // peer | forwarded for | whom we take it to be
                "203.0.113.9 | 198.51.100.1 | 203.0.113.9", // the peer is not trusted, and may write what it likes
                "10.0.0.1 | 198.51.100.1 | 198.51.100.1",
                "10.0.0.1 | 192.0.2.66, 198.51.100.1 | 198.51.100.1", // the left one was written by the caller
                "10.0.0.1 | 192.0.2.66, 198.51.100.1, 10.0.0.2 | 198.51.100.1",
                "10.0.0.1 | 10.0.0.3, 10.0.0.2 | 10.0.0.3", // all of them ours
                "10.0.0.1 | '' | -",
                "10.0.0.1 | ', ,' | -",
                "10.0.0.1 | '198.51.100.1, ,' | 198.51.100.1",
                "10.0.0.1 | ',192.0.2.66, 198.51.100.1,, 10.0.0.2,' | 198.51.100.1",
                "10.0.0.1 | unknown | -",
                "10.0.0.1 | 198.51.100.1, _hidden | -",
                "10.0.0.1 | 198.51.100.1:4711 | 198.51.100.1",
                "10.0.0.1 | [2001:db8::1]:4711 | 2001:db8::1",
                "10.0.0.1 | 2001:db8::1 | 2001:db8::1",
                "10.0.0.1 | ::ffff:198.51.100.1 | 198.51.100.1",
                "10.0.0.1 | evil.example | -",
            })
    void believesTrustedProxiesOnly(String peer, String forwardedFor, String expected) {
        var client = ClientAddress.of(
                AddressRanges.literal(peer).orElseThrow(),
                List.of(forwardedFor),
                AddressRanges.parse(List.of("10.0.0.0/8")));

        assertThat(client).isEqualTo(expected == null ? java.util.Optional.empty() : AddressRanges.literal(expected));
    }

    /** The JDK would ask a name server for it; what is answered there is the caller's to choose. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "999.1.1.1",
                "256.0.0.1",
                "1.2.3.4.5",
                "1.2.3",
                "0x7f.0.0.1",
                "::999.1.1.1",
                "1.1.1.1%0",
                ":",
                "::g"
            })
    void neverTakesForAnAddressWhatIsNone(String text) {
        assertThat(AddressRanges.literal(text)).isEmpty();
    }

    @Test
    void readsSeveralHeadersAsOneList() throws Exception {
        var client = ClientAddress.of(
                InetAddress.getByName("10.0.0.1"),
                List.of("192.0.2.66", "198.51.100.1, 10.0.0.2"),
                AddressRanges.parse(List.of("10.0.0.0/8")));

        assertThat(client).contains(InetAddress.getByName("198.51.100.1"));
    }
}
