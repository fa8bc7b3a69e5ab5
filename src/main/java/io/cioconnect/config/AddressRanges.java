package io.cioconnect.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** CIDR blocks. An IPv4 address and its IPv6-mapped form are the same address. Never asks DNS. */
public record AddressRanges(List<Range> ranges) {
    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";
    /** No other number: the JDK takes an octet above 255 for part of a host name, and asks DNS. */
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");

    private static final Pattern IPV6 = Pattern.compile("(?=.*:)[0-9A-Fa-f:.]+(%[^/]*)?");

    record Range(InetAddress network, int prefix) {
        boolean contains(byte[] address) {
            byte[] base = network.getAddress();
            if (base.length != address.length) {
                return false;
            }
            for (int bit = 0; bit < prefix; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((base[bit / 8] & mask) != (address[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    public AddressRanges {
        ranges = List.copyOf(ranges);
    }

    /** Blocks as configured; throws IllegalArgumentException for what is not one. */
    public static AddressRanges parse(List<String> blocks) {
        return new AddressRanges(blocks.stream().map(AddressRanges::range).toList());
    }

    public boolean isEmpty() {
        return ranges.isEmpty();
    }

    public boolean contain(InetAddress address) {
        byte[] bytes = address.getAddress();
        return ranges.stream().anyMatch(range -> range.contains(bytes));
    }

    /** An address or a block of them. */
    static boolean isBlock(String text) {
        try {
            range(text);
            return text.matches("[0-9A-Fa-f:.]+(/\\d{1,3})?");
        } catch (IllegalArgumentException noBlock) {
            return false;
        }
    }

    /** An address in digits; anything that would need a name service is none. */
    public static Optional<InetAddress> literal(String text) {
        if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            int zone = text.indexOf('%');
            // an IPv6-mapped IPv4 address becomes an IPv4 address here
            return Optional.of(InetAddress.getByName(zone < 0 ? text : text.substring(0, zone)));
        } catch (UnknownHostException notAnAddress) {
            return Optional.empty();
        }
    }

    private static Range range(String block) {
        int slash = block.indexOf('/');
        String address = slash < 0 ? block : block.substring(0, slash);
        InetAddress network = literal(address.strip())
                .orElseThrow(() -> new IllegalArgumentException("Not a block of addresses: " + block));
        int bits = network.getAddress().length * 8;
        int prefix =
                slash < 0 ? bits : Integer.parseInt(block.substring(slash + 1).strip());
        if (address.contains(":") && bits == 32) {
            prefix -= 96; // the block was written in IPv6-mapped form
        }
        if (prefix < 0 || prefix > bits) {
            throw new IllegalArgumentException("Not a block of addresses: " + block);
        }
        return new Range(network, prefix);
    }
}
