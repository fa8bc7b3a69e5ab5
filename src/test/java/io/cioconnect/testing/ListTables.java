package io.cioconnect.testing;

import io.cioconnect.table.Pagination;
import io.cioconnect.table.Source;
import io.cioconnect.table.Table;
import io.cioconnect.table.Tables;
import java.util.List;
import java.util.Map;

/** List tables of the catalogue, as they are and cut into other pages. */
public final class ListTables {
    private ListTables() {}

    public static Source.OneList source(Table table) {
        return (Source.OneList) table.source();
    }

    /** The table of that name with walks as they are. */
    public static Table paged(String name, Pagination pagination) {
        Table real = Tables.named(name);
        return paged(real, pagination, source(real).queries());
    }

    /** The table of that name, walked once. */
    public static Table walkedOnce(String name, Pagination pagination) {
        return paged(Tables.named(name), pagination, List.of(Map.of()));
    }

    private static Table paged(Table real, Pagination pagination, List<Map<String, String>> walks) {
        Source.OneList list = source(real);
        return new Table(
                real.name(),
                real.group(),
                new Source.OneList(list.path(), list.recordsField(), pagination, walks),
                real.key(),
                real.columns());
    }
}
