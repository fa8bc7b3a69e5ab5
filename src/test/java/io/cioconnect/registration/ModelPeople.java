package io.cioconnect.registration;

import java.util.List;
import java.util.Optional;
import java.util.Random;

/** People in Customer.io's pages, and another connector. */
final class ModelPeople {
    private static final List<String> EVENT = List.of("email_sent");

    private final ModelWorkspace workspace;
    private final ModelSettings settings;
    private final Random random;
    private boolean madeAnother; // or renamed or moved one

    ModelPeople(ModelWorkspace workspace, ModelSettings settings, Random random) {
        this.workspace = workspace;
        this.settings = settings;
        this.random = random;
    }

    /** There may be several webhooks of the connector, and nobody to blame but people. */
    boolean madeAnother() {
        return madeAnother;
    }

    /** Between a list and what follows from it. */
    void actWhileACheckIsUnderWay() {
        if (random.nextInt(60) == 0) {
            any().ifPresent(workspace::remove);
        } else if (random.nextInt(60) == 0) {
            addForeign();
        }
    }

    /**
     * Does one thing and tells what.
     *
     * @param isQuiet the last check changed nothing; who undoes each repair, three times in a row, is taken for the API
     */
    String act(boolean isQuiet) {
        int drawn = random.nextInt(13);
        int what = !isQuiet && drawn >= 6 && drawn <= 9 ? 2 : drawn;
        Optional<ModelHook> one = any();
        if (what < 2 || one.isEmpty()) {
            return what == 0 ? addOurs() : addForeign();
        }
        ModelHook hook = one.get();
        switch (what) {
            case 2, 3 -> {
                hook.mayBeEnabled &= hook.isDisabled() || hook.name.endsWith(ModelSettings.MARK);
                hook.flags.put("disabled", true);
            }
            case 4 -> hook.flags.put("disabled", false);
            case 5 -> rename(hook);
            case 6 -> {
                hook.events.add("in_app_sent");
                hook.events.remove("email_sent");
            }
            case 7 -> move(hook);
            case 8 -> hook.flags.merge("with_content", true, (was, same) -> !was);
            case 9 -> hook.flags.merge("full_resolution", true, (was, same) -> !was);
            case 10 -> {
                workspace.remove(hook);
                return addOurs() + " instead of " + hook.id;
            }
            default -> workspace.remove(hook);
        }
        return "people: " + what + " " + hook.json();
    }

    private Optional<ModelHook> any() {
        List<ModelHook> theirs =
                workspace.hooks().stream().filter(hook -> !hook.isForeign).toList();
        return theirs.isEmpty() ? Optional.empty() : Optional.of(theirs.get(random.nextInt(theirs.size())));
    }

    private void rename(ModelHook hook) {
        hook.name = List.of("by hand", "by hand", ModelSettings.NAME, ModelSettings.OTHER_CONNECTOR)
                .get(random.nextInt(workspace.hidesWhoseItIs() ? 3 : 4));
        madeAnother = true; // it may not be recognised any more
    }

    private void move(ModelHook hook) {
        madeAnother = true; // it may not be recognised any more
        hook.endpoint = List.of(
                        "https://elsewhere.example.org/in",
                        "https://events.example.com/by/hand",
                        settings.url + "?source=ui",
                        settings.newest().replace("https", "HTTPS"),
                        settings.endpoint(RegistrationModel.TOKEN_PREFIX + "by-hand"))
                .get(random.nextInt(5));
    }

    private String addOurs() {
        madeAnother = true;
        List<String> endpoints = settings.endpoints();
        ModelHook hook = workspace.add(
                random.nextBoolean() ? "by hand" : ModelSettings.NAME,
                endpoints.get(random.nextInt(endpoints.size())),
                EVENT,
                false);
        hook.flags.put("disabled", random.nextInt(3) == 0);
        return "people made " + hook.json();
    }

    private String addForeign() {
        String ours = ModelSettings.URLS.get(0);
        int which = random.nextInt(5);
        String endpoint = List.of(
                        "https://example.org/x",
                        "https://elsewhere.example.org/webhooks/Crm",
                        ours + "/" + RegistrationModel.TOKEN_PREFIX + "of-two",
                        "https://events.example.com/webhooks/two",
                        ours)
                .get(which);
        String name = List.of("theirs", ModelSettings.NAME, ModelSettings.OTHER_CONNECTOR)
                .get(Math.min(which, 2));
        ModelHook hook = workspace.add(name, endpoint, EVENT, true);
        hook.type = which == 4 ? "js" : "webhook";
        return "others made " + hook.json();
    }
}
