package io.cioconnect.listener;

import io.cioconnect.testing.WebhookSettings;
import java.util.ArrayList;
import java.util.List;

/** A connector of a {@link ListenerRun}: what its next tasks begin with, and the tasks that run. */
final class ModelConnector {
    final String name;
    final int receivers;
    final List<ModelTask> tasks = new ArrayList<>();
    WebhookSettings settings;
    String key;

    ModelConnector(String name, int receivers, WebhookSettings settings) {
        this.name = name;
        this.receivers = receivers;
        this.settings = settings;
        this.key = "key of " + name;
    }
}
