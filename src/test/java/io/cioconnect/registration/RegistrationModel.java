package io.cioconnect.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.cioconnect.api.AppApiClient;
import io.cioconnect.api.TimelessClient;
import io.cioconnect.testing.CapturedLog;
import io.cioconnect.testing.ManualTime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.kafka.common.config.types.Password;

/**
 * One connector's registration through a random history of checks, restarts, configurations, faults of the API and people who change webhooks,
 * and then in peace. The same seed gives the same history.
 */
final class RegistrationModel implements AutoCloseable {
    static final String TOKEN_PREFIX = "made-up-token-";
    private static final String KEY = "made-up-app-api-key";
    private static final Duration CHECK = Duration.ofMinutes(2);
    private static final Duration DAY = Duration.ofHours(27);
    private static final int MOST_REQUESTS = 250;
    private static final int CHECKS_TO_PEACE = 12;
    private static final String LOGGED = "Reporting webhook \"" + ModelSettings.NAME + "\": ";

    private final Random random;
    private final String description;
    private final ManualTime time = new ManualTime();
    private final ModelSettings settings = new ModelSettings();
    private final CapturedLog log = new CapturedLog();
    private final RegistrationJudge judge = new RegistrationJudge(settings, time);
    private final ModelWorkspace workspace;
    private final ModelPeople people;
    private final AppApiClient api;
    private final List<String> history = new ArrayList<>();
    private final double faultRate;
    private WebhookRegistrar registrar;
    private int linesBefore; // this task
    private boolean isQuiet = true; // the last check changed nothing

    int checks;
    int tasks;
    int stopped;

    RegistrationModel(long seed) throws IOException {
        random = new Random(new SplittableRandom(seed).nextLong()); // seeds in a row would begin alike
        workspace = new ModelWorkspace(new Random(random.nextLong()), judge);
        people = new ModelPeople(workspace, settings, new Random(random.nextLong()));
        faultRate = new double[] {0, 0.1, 0.1, 0.3}[random.nextInt(4)];
        ModelTrait[] all = ModelTrait.values();
        for (int i = random.nextInt(4); i > 0; i--) {
            workspace.traits.add(all[random.nextInt(all.length)]);
        }
        description = "seed " + seed + " " + workspace.traits;
        List<String> secrets =
                IntStream.range(0, 20).mapToObj(RegistrationModel::token).toList();
        api = TimelessClient.of(workspace.url(), KEY, secrets, time);
        reconfigure();
        registrar = task();
    }

    private static String token(int number) {
        return TOKEN_PREFIX + (number + 100);
    }

    void run() throws InterruptedException {
        workspace.trouble(faultRate, people::actWhileACheckIsUnderWay);
        int length = 5 + random.nextInt(30);
        for (int i = 0; i < length; i++) {
            act();
        }
        peace();
    }

    @Override
    public void close() {
        api.close();
        workspace.close();
        log.close();
    }

    private void act() throws InterruptedException {
        switch (random.nextInt(20)) {
            case 0, 1 -> restart();
            case 2, 3 -> {
                reconfigure();
                restart();
            }
            case 4 -> settings.canVerify = !settings.canVerify;
            case 5 -> settings.bound = !settings.bound;
            case 6 -> time.sleep(DAY);
            case 7, 8, 9, 10 -> {
                history.add(people.act(isQuiet));
                judge.changed();
            }
            default -> check();
        }
    }

    private void reconfigure() {
        switch (random.nextInt(6)) {
            case 0 -> settings.url = ModelSettings.URLS.get(random.nextInt(3));
            case 1 -> settings.url = ModelSettings.URLS.get(random.nextInt(5));
            case 2 -> rotate();
            case 3 ->
                settings.events = random.nextBoolean()
                        ? List.of("email_sent", "push_sent", ModelWorkspace.TOUCHY)
                        : List.of("sms_sent", ModelWorkspace.TOUCHY, "email_opened", "email_sent");
            case 4 -> {
                String flag = random.nextBoolean() ? "full_resolution" : "with_content";
                if (settings.flags.remove(flag) == null) {
                    settings.flags.put(flag, random.nextBoolean());
                }
            }
            default -> settings.severalReceivers = !settings.severalReceivers;
        }
    }

    private void rotate() {
        if (settings.tokens.size() == 2 || (!settings.tokens.isEmpty() && random.nextInt(4) == 0)) {
            settings.tokens.remove(0);
        } else {
            settings.tokens.add(token(random.nextInt(20)));
        }
        if (settings.tokens.stream().distinct().count() < settings.tokens.size()) {
            settings.tokens.remove(0);
        }
    }

    private void restart() {
        assertLog();
        registrar = task();
    }

    private WebhookRegistrar task() {
        tasks++;
        history.add("task: " + settings);
        judge.newTask();
        isQuiet = true;
        linesBefore = logged().size();
        return new WebhookRegistrar(
                settings.config(),
                "crm",
                settings.tokens.stream().map(Password::new).toList(),
                () -> settings.canVerify,
                () -> settings.bound,
                settings.severalReceivers,
                api,
                time);
    }

    /** False when something failed. */
    private boolean check() throws InterruptedException {
        checks++;
        time.sleep(CHECK);
        int requests = workspace.requests();
        int writes = judge.writes();
        boolean succeeded = false;
        try {
            succeeded = registrar.reconcile();
            isQuiet = succeeded && judge.writes() == writes;
            history.add("check: " + succeeded + " " + registrar.state().what());
        } catch (InterruptedException e) {
            stopped++;
            history.add("stopped");
            restart();
        }
        assertThat(judge.violations()).as(story()).isEmpty();
        assertThat(registrar.canEnable()).as(story()).isFalse(); // or the loop would check again at once
        assertThat(workspace.requests() - requests).as(story()).isLessThan(MOST_REQUESTS);
        assertThat(registrar.state().toString()).as(story()).doesNotContain(TOKEN_PREFIX, KEY);
        return succeeded;
    }

    /** Soon everything is as wanted, the state says so, and nothing is changed any more. */
    private void peace() throws InterruptedException {
        workspace.calm();
        if (random.nextBoolean()) {
            settings.canVerify = true;
            settings.bound = true;
        }
        time.sleep(DAY);
        history.add("peace" + (settings.isReceiving() ? "" : " " + settings));
        judge.changed();
        if (random.nextBoolean() || judge.hasMadeWithoutId()) {
            restart();
        }
        List<ModelHook> disabled = workspace.hooks().stream()
                .filter(hook -> settings.isOurs(hook) && hook.isDisabled())
                .toList();
        List<ModelHook> byHand =
                disabled.stream().filter(hook -> !hook.mayBeEnabled).toList();
        List<ModelHook> waiting = disabled.stream()
                .filter(hook -> hook.name.equals(ModelSettings.NAME + ModelSettings.MARK))
                .toList();
        for (int i = 0; i < CHECKS_TO_PEACE && !(check() && i > 5); i++) {
            history.add(workspace.hooks().stream().map(ModelHook::json).toList().toString());
        }
        for (int i = 0; i < 3; i++) {
            int writes = judge.writes();
            boolean succeeded = check();
            assertThat(succeeded).as(story()).isTrue();
            assertThat(judge.writes()).as(story()).isEqualTo(writes);
        }
        if (settings.canVerify) {
            assertThat(byHand).as(story()).allMatch(ModelHook::isDisabled);
        }
        List<ModelHook> ours =
                workspace.hooks().stream().filter(settings::isOurs).toList();
        assertThat(ours).as(story()).isNotEmpty();
        if (!people.madeAnother()) {
            assertThat(ours).as(story()).hasSize(1);
        }
        if (settings.isReceiving() && ours.size() == 1 && !workspace.traits.contains(ModelTrait.ENABLING_NOT_KEPT)) {
            assertThat(waiting).as(story()).noneMatch(ModelHook::isDisabled);
        }
        List<String> wrong = new ArrayList<>();
        var verdict = new ModelVerdict(settings, workspace.traits, registrar.state());
        boolean isRight = ours.stream().map(verdict::wrong).peek(wrong::add).anyMatch(String::isEmpty);
        assertThat(isRight).as(() -> story() + "\n" + wrong).isTrue();
        assertLog();
        assertThat(log.lines(TOKEN_PREFIX)).as(story()).isEmpty();
        assertThat(log.lines(KEY)).as(story()).isEmpty();
    }

    /** One line per change of state. */
    private void assertLog() {
        List<String> lines = logged().subList(linesBefore, logged().size());
        String last = "";
        for (String line : lines) {
            String text = line.replaceAll("\\s*\\(reference [^)]*\\)| at line \\d+, column \\d+", "");
            assertThat(text).as(story()).isNotEqualTo(last);
            last = text;
        }
        String state = registrar.state().what();
        assertThat(Optional.of(last).filter(line -> !line.isEmpty()).orElse("starting"))
                .as(story())
                .contains(state);
    }

    private List<String> logged() {
        return log.lines(LOGGED).stream()
                .filter(line -> !line.contains("belong to this connector") && !line.contains("other webhooks have"))
                .map(line -> line.substring(line.indexOf(LOGGED) + LOGGED.length()))
                .toList();
    }

    private String story() {
        return description + "\n" + String.join("\n", history);
    }
}
