package io.cioconnect.it.harness;

import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;

/**
 * Whether containers can be run here. A test class with this extension is skipped where they cannot, or fails when {@code require.docker} is set.
 */
public final class DockerEngine implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext test) {
        return condition();
    }

    static ConditionEvaluationResult condition() {
        if (Answer.OF_THE_ENGINE) {
            return ConditionEvaluationResult.enabled("a Docker engine answers");
        }
        String reason = "No Docker engine answers: the tests in containers are skipped.";
        if (Boolean.getBoolean("require.docker")) {
            throw new IllegalStateException("No Docker engine answers, and require.docker is set");
        }
        return ConditionEvaluationResult.disabled(reason);
    }

    /** An image's name: from the system property, the environment variable of the same name in capitals, or as given. */
    public static String image(String property, String otherwise) {
        String variable = property.replace('.', '_').toUpperCase(Locale.ROOT);
        return Optional.ofNullable(System.getProperty(property))
                .or(() -> Optional.ofNullable(System.getenv(variable)))
                .filter(name -> !name.isBlank())
                .orElse(otherwise);
    }

    /** Asked once in a run: asking takes seconds where nobody answers. */
    private static final class Answer {
        static final boolean OF_THE_ENGINE = ask();

        private static boolean ask() {
            boolean answers = DockerClientFactory.instance().isDockerAvailable();
            if (!answers) {
                System.err.println("No Docker engine answers: the tests in containers do not run.");
            }
            return answers;
        }
    }
}
