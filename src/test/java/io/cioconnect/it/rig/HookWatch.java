package io.cioconnect.it.rig;

import io.cioconnect.simulator.Hook;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Watches the reporting webhooks for what registration promises: one of ours, enabled by us only with a bound port, all event names. Thread-safe. */
final class HookWatch {
    private final String path;
    private final List<Integer> receiverPorts;
    private final History history;
    private final List<String> violations = new ArrayList<>();
    private final Set<Long> seen = new HashSet<>();
    private final Set<Long> enabled = new HashSet<>();

    HookWatch(String path, List<Integer> receiverPorts, History history) {
        this.path = path;
        this.receiverPorts = receiverPorts;
        this.history = history;
    }

    synchronized void changed(List<Hook> hooks) {
        List<Hook> ours = ours(hooks);
        history.add("webhooks", Map.of("ours", ours.toString()));
        if (ours.size() > 1) {
            violations.add("registration: " + ours.size() + " webhooks of ours: " + ours);
        }
        for (Hook hook : ours) {
            seen.add(hook.id());
            if (hook.disabled()) {
                enabled.remove(hook.id());
            } else if (enabled.add(hook.id()) && receiverPorts.stream().noneMatch(HookWatch::isBound)) {
                violations.add("registration: enabled while no port was bound: " + hook);
            }
        }
    }

    /** At rest: there is one, enabled, with all the names. */
    synchronized List<String> judge(List<Hook> hooks, List<String> names) {
        List<String> all = new ArrayList<>(violations);
        List<Hook> ours = ours(hooks);
        if (ours.size() != 1 || ours.get(0).disabled()) {
            all.add("registration: not one enabled webhook at rest: " + ours);
        } else if (!new HashSet<>(ours.get(0).events()).containsAll(names)) {
            List<String> lost = new ArrayList<>(names);
            lost.removeAll(ours.get(0).events());
            all.add("registration: event names lost: " + lost);
        }
        return all;
    }

    List<Hook> ours(List<Hook> hooks) {
        return hooks.stream().filter(hook -> hook.endpoint().contains(path)).toList();
    }

    synchronized int made() {
        return seen.size();
    }

    private static boolean isBound(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }
}
