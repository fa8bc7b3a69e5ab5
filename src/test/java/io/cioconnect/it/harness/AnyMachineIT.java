package io.cioconnect.it.harness;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a warehouse must not depend on: the quick start runs on the machines of its users. */
class AnyMachineIT {

    @Test
    void aWarehouseNeedsNeitherTheUsersLocaleNorSpaceInTmp() {
        try (Warehouse warehouse = new Warehouse()) {
            assertThat(warehouse.query(
                            "select datcollate, datctype from pg_database where datname = current_database()"))
                    .singleElement()
                    .satisfies(locale -> assertThat(locale.values()).containsOnly("C"));
            assertThat(warehouse.query("show unix_socket_directories"))
                    .singleElement()
                    .satisfies(directories -> assertThat(directories.values()).containsOnly(""));
        }
    }
}
