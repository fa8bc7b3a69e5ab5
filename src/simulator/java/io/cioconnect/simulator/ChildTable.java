package io.cioconnect.simulator;

import java.util.Locale;

/** A list below each row of one of the ten lists. */
public enum ChildTable {
    /** At most ten rows per page. */
    CAMPAIGN_ACTIONS("campaigns", "actions", ApiList.Paging.BY_TENS, "campaign_actions_page1"),
    BROADCAST_ACTIONS("broadcasts", "actions", ApiList.Paging.NONE, "broadcast_actions"),
    BROADCAST_TRIGGERS("broadcasts", "triggers", ApiList.Paging.NONE, "broadcast_triggers"),
    NEWSLETTER_CONTENTS("newsletters", "contents", ApiList.Paging.NONE, "newsletter_contents"),
    /** Ids count from 0 in each newsletter. */
    NEWSLETTER_TEST_GROUPS("newsletters", "test_groups", ApiList.Paging.NONE, "newsletter_test_groups"),
    /** A bad id is refused with the {@code meta} envelope. */
    TRANSACTIONAL_CONTENTS("transactional", "contents", ApiList.Paging.NONE, "transactional_contents");

    private final String parents;
    private final String children;
    private final ApiList.Paging paging;
    private final String sample;

    ChildTable(String parents, String children, ApiList.Paging paging, String sample) {
        this.parents = parents;
        this.children = children;
        this.paging = paging;
        this.sample = "app-api-wider/" + sample + ".json";
    }

    /** Such as {@code campaign_actions}. */
    public String table() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The list whose rows are the parents, such as {@code campaigns}. */
    public String parents() {
        return parents;
    }

    /** The last part of the path, and the field of a reply that holds its rows. */
    String children() {
        return children;
    }

    /** The field in which a row names its parent, if it has one. */
    String parentField() {
        return (parents.endsWith("s") ? parents.substring(0, parents.length() - 1) : parents) + "_id";
    }

    String sample() {
        return sample;
    }

    ApiList newList(String parentId) {
        return new ApiList(parents + "/" + parentId + "/" + children, children, "id", paging);
    }
}
