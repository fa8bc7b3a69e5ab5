package io.cioconnect.registration;

import java.util.LinkedHashSet;
import java.util.Set;

/** Whether a webhook and the registration's state are as they shall be when nothing happens any more. */
record ModelVerdict(ModelSettings settings, Set<ModelTrait> traits, RegistrationState state) {
    /** Empty when all is right. */
    String wrong(ModelHook hook) {
        var wrong = new StringBuilder();
        Set<String> events = new LinkedHashSet<>(settings.events);
        boolean isRefused = has(ModelTrait.EVENT_REFUSED) || has(ModelTrait.EVENT_REFUSED_BY_POINTER);
        if (isRefused || has(ModelTrait.EVENT_NOT_KEPT)) {
            events.remove(ModelWorkspace.TOUCHY);
        }
        if (!hook.events.equals(events)) {
            wrong.append("events ");
        }
        if (!settings.isNewest(hook.endpoint)) {
            wrong.append("endpoint ");
        }
        settings.flags.forEach((flag, value) -> {
            if (hook.flag(flag) != value && !(flag.equals("full_resolution") && has(ModelTrait.FLAG_NOT_KEPT))) {
                wrong.append(flag).append(' ');
            }
        });
        if (hook.name.endsWith(ModelSettings.MARK)
                && (settings.isReceiving() || !hook.isDisabled())
                && !has(ModelTrait.ENABLING_NOT_KEPT)) {
            wrong.append("name ");
        }
        if (!state.what().startsWith(expected(hook, isRefused))) {
            wrong.append("state ").append(state);
        }
        if (isRefused != (state.eventNamesRefused() > 0)) {
            wrong.append("refused ").append(state);
        }
        return wrong.toString();
    }

    private String expected(ModelHook hook, boolean isRefused) {
        if (!settings.canVerify) {
            return hook.isDisabled() ? "disabled: waiting for signing key" : "waiting for signing key";
        }
        if (hook.isDisabled()) {
            if (has(ModelTrait.ENABLING_NOT_KEPT) && state.what().contains("disabled is not false")) {
                return "differs: ";
            }
            return hook.name.endsWith(ModelSettings.MARK) && !settings.bound
                    ? "disabled: waiting for port"
                    : "disabled by hand";
        }
        if (has(ModelTrait.EVENT_NOT_KEPT) && !isRefused) {
            return "differs: " + ModelWorkspace.TOUCHY + " is missing";
        }
        Boolean wanted = settings.flags.get("full_resolution");
        return has(ModelTrait.FLAG_NOT_KEPT) && wanted != null && hook.flag("full_resolution") != wanted
                ? "differs: full_resolution is not " + wanted
                : "registered";
    }

    private boolean has(ModelTrait trait) {
        return traits.contains(trait);
    }
}
