package io.cioconnect.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cioconnect.testing.HttpPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Calls the ports of a {@link ListenerRun} as Customer.io and strangers do, and knows what they may be answered. */
final class ListenerJudge {
    private static final long OPENING = Duration.ofMinutes(2).toNanos();
    private static final long RETRY = Duration.ofSeconds(5).toNanos();
    private static final long DAMPED = Duration.ofSeconds(15).toNanos();
    static final InetAddress US = InetAddress.getLoopbackAddress();

    private final Supplier<String> description;
    private final Collection<PortModel> ports;
    private final Collection<ModelTask> everyone;
    private final Map<Integer, Long> openSince = new HashMap<>();
    private final Map<Integer, PortModel> openAt = new HashMap<>();
    private final Map<Integer, Long> shutSince = new HashMap<>();
    private final Map<ModelTask, Long> freeSince = new HashMap<>();
    private final Set<ModelTask> boundBefore = new HashSet<>();
    final Set<String> movers = new HashSet<>(); // connectors that changed from one host to another
    private int deliveries;
    int handedOver;
    int unavailable;
    int unknown;

    /** @param everyone all tasks that ever were */
    ListenerJudge(Supplier<String> description, Collection<PortModel> ports, Collection<ModelTask> everyone) {
        this.description = description;
        this.ports = ports;
        this.everyone = everyone;
    }

    private List<PortModel> of(int number) {
        return ports.stream().filter(port -> port.address.port() == number).toList();
    }

    /** Everything was done that was to be done at this time. */
    void settled(int number, boolean isBlocked, long now) throws IOException {
        List<PortModel> here = of(number);
        noteMovers(here, now);
        here.forEach(port -> port.settled(now));
        boolean isOpen = !ModelCalls.isRefused(number);
        if (isBlocked) {
            openSince.remove(number);
            shutSince.remove(number);
            freeSince.clear();
            return;
        }
        if (isOpen && here.stream().noneMatch(port -> port.mayBeOpen(now))) {
            await(saying("nobody counts on port " + number)).until(() -> ModelCalls.isRefused(number));
            isOpen = false;
        }
        if (isOpen) {
            noteAddress(number, here, now);
            openSince.putIfAbsent(number, now);
            shutSince.remove(number);
        } else {
            boolean couldBeOpen = here.stream().anyMatch(port -> port.hasToBeOpen(now) && isUsable(port));
            PortModel before = openAt.remove(number);
            assertThat(openSince.remove(number) != null
                            && before != null
                            && here.contains(before)
                            && before.hasToBeOpen(now))
                    .as(saying("port " + number + " was open and is wanted"))
                    .isFalse();
            if (couldBeOpen) {
                assertThat(now - shutSince.computeIfAbsent(number, first -> now))
                        .as(saying("how long port " + number + " is not opened"))
                        .isLessThanOrEqualTo(RETRY);
            } else {
                shutSince.remove(number);
            }
        }
        for (PortModel port : here) {
            looksBound(port, here, isOpen, now);
        }
        here.forEach(port -> port.tasks().toList().forEach(task -> isServed(task, port, here, now)));
    }

    private void noteAddress(int number, List<PortModel> here, long now) {
        PortModel before = openAt.get(number);
        PortModel open = here.stream()
                .filter(port -> port.held.stream().anyMatch(ModelTask::isBound))
                .findAny()
                .orElse(before);
        if (open != before || open == null || !open.mayBeOpen(now)) {
            openSince.remove(number);
        }
        if (open != null) {
            openAt.put(number, open);
        }
    }

    private void noteMovers(List<PortModel> here, long now) {
        for (PortModel port : here) {
            Set<String> elsewhere = new HashSet<>();
            here.stream()
                    .filter(other -> other != port && isUsable(other))
                    .flatMap(PortModel::tasks)
                    .forEach(task -> elsewhere.add(task.connector));
            port.mayHaveMoved(elsewhere, now);
            movers.addAll(elsewhere);
        }
    }

    private static boolean isUsable(PortModel port) {
        return ListenerDraw.isUsable(port.address.host())
                && port.settings().secured().isEmpty();
    }

    /** Who holds a path of the port that is open is bound, and stays it; nobody else is. */
    private void looksBound(PortModel port, List<PortModel> here, boolean isOpen, long now) {
        String what = saying("bound at " + port);
        List<ModelTask> bound = port.held.stream().filter(ModelTask::isBound).toList();
        assertThat(port.waiting).as(what).noneMatch(ModelTask::isBound);
        if (here.stream().filter(other -> other.mayBeOpen(now)).count() == 1) {
            assertThat(bound).as(what).isEqualTo(isOpen ? port.held : List.of());
        } else {
            assertThat(bound).as(what).isIn(port.held, List.of());
            assertThat(here.stream().filter(other -> other.held.stream().anyMatch(ModelTask::isBound)))
                    .as(what)
                    .hasSizeLessThanOrEqualTo(1);
            assertThat(port.held.stream().filter(boundBefore::contains))
                    .as(what)
                    .allMatch(ModelTask::isBound);
        }
        bound.forEach(boundBefore::add);
    }

    /** Nobody waits longer than the documentation says. */
    private void isServed(ModelTask task, PortModel port, List<PortModel> here, long now) {
        boolean isFree = isUsable(port)
                && task.settings.secured().isEmpty()
                && port.held.stream().noneMatch(task::isInTheWayOf)
                && here.stream().allMatch(other -> other == port || !other.mayBeOpen(now));
        if (task.isBound() || !isFree) {
            freeSince.remove(task);
        } else {
            assertThat(now - freeSince.computeIfAbsent(task, first -> now))
                    .as(saying(task + " waits for nothing"))
                    .isLessThanOrEqualTo(DAMPED + RETRY);
        }
    }

    /** Customer.io delivers for everybody who counts on it. */
    void deliverToAll(int number, long now) throws IOException {
        Map<String, ModelTask> newest = new HashMap<>();
        of(number)
                .forEach(port -> port.claims(now)
                        .forEach(task -> newest.merge(
                                task.connector + task.path(), task, (one, two) -> one.age > two.age ? one : two)));
        for (ModelTask task : newest.values()) {
            deliver(number, task);
        }
    }

    private void deliver(int number, ModelTask task) throws IOException {
        List<ModelTask> bound = of(number).stream()
                .flatMap(PortModel::tasks)
                .filter(other ->
                        other.connector.equals(task.connector) && other.path().equals(task.path()) && other.isBound())
                .toList();
        boolean isUsual = bound.stream().allMatch(other -> other.settings.equals(task.settings));
        boolean isOpen = bound.stream().anyMatch(ModelTask::isOpen);
        String body = "delivery " + ++deliveries;
        int status = ModelCalls.call(number, HttpPeer.delivery(task.url(), body).replace("good", task.key));
        String what = saying("delivery for " + task + ", bound: " + bound);
        assertNobodyElse(body, task.connector, status == 200, what);
        if (!task.lets(US)) {
            assertThat(status).as(what).isNotEqualTo(200);
            return;
        }
        if (status == ModelCalls.REFUSED) {
            assertThat(openSince).as(what).doesNotContainKey(number);
            assertThat(bound).as(what).isEmpty();
            return;
        }
        if (isOpen && isUsual) {
            assertThat(status).as(what).isEqualTo(200);
        } else if (isOpen) {
            assertThat(status).as(what).isIn(200, 503);
        } else {
            assertThat(status).as(what).isEqualTo(503);
        }
        handedOver += status == 200 ? 1 : 0;
        unavailable += status == 503 ? 1 : 0;
    }

    private void assertNobodyElse(String body, String connector, boolean handed, String what) {
        List<String> got = everyone.stream()
                .filter(task -> task.received.remove(body))
                .map(task -> task.connector)
                .toList();
        assertThat(got).as(what).isEqualTo(handed ? List.of(connector) : List.of());
    }

    /** Nobody takes what is not genuine, and what is unknown is called so. */
    void deceive(int number, ModelTask task, String token, long now) throws IOException {
        String body = "deceit " + ++deliveries;
        int signed = ModelCalls.call(number, HttpPeer.delivery(task.url(), body).replace("good", "another"));
        assertNobodyElse(body, "nobody", false, saying("wrong key for " + task));
        assertThat(signed).as(saying("wrong key for " + task)).isNotEqualTo(200);
        boolean isToken = of(number).stream()
                .flatMap(PortModel::tasks)
                .anyMatch(other ->
                        other.path().equals(task.path()) && other.tokens().contains(token));
        if (!isToken) {
            body = "deceit " + ++deliveries;
            int status = ModelCalls.call(
                    number, HttpPeer.delivery(task.path() + "/" + token, body).replace("good", task.key));
            assertThat(status).as(saying("wrong token for " + task)).isNotEqualTo(200);
            assertNobodyElse(body, "nobody", false, saying("wrong token for " + task));
        }
        unknown(number, "/nowhere", now);
        boolean isClaimed = of(number).stream()
                .flatMap(port -> port.claims(now))
                .anyMatch(other -> (task.path() + "/").startsWith(other.path() + "/"));
        if (!isClaimed && !movers.contains(task.connector)) {
            unknown(number, task.path(), now);
        }
    }

    private void unknown(int number, String path, long now) throws IOException {
        int status = ModelCalls.call(number, HttpPeer.delivery(path, "{}"));
        List<PortModel> here = of(number);
        Long since = openSince.get(number);
        boolean isSettled = since != null
                && now - since >= OPENING
                && here.size() == 1
                && here.get(0).hasToBeOpen(now)
                && here.get(0).lets(US);
        if (isSettled) {
            assertThat(status).as(saying(path)).isEqualTo(404);
            unknown++;
        } else {
            assertThat(status).as(saying(path)).isIn(404, 503, 403, ModelCalls.REFUSED);
        }
    }

    String saying(String what) {
        return what + "\n" + description.get();
    }
}
