package io.cioconnect.it.harness;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test class the run's {@link SharedKafka} as a parameter of its constructor or methods. JUnit closes it after the last test of the run.
 * Skips the class when brokers and workers shall be containers and there is no engine.
 */
public final class KafkaExtension implements ParameterResolver, ExecutionCondition {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(KafkaExtension.class);

    /** For whatever is awaited without a limit of its own: a busy machine may need several times the usual ten seconds. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext test) {
        return Nodes.areContainers()
                ? DockerEngine.condition()
                : ConditionEvaluationResult.enabled("brokers and workers are child JVMs");
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == SharedKafka.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return test.getStore(ExtensionContext.StoreScope.LAUNCHER_SESSION, NAMESPACE)
                .getOrComputeIfAbsent(SharedKafka.class, key -> start(), SharedKafka.class);
    }

    private static SharedKafka start() {
        Awaitility.setDefaultTimeout(PATIENCE);
        return new SharedKafka(Nodes.ofThisRun());
    }
}
