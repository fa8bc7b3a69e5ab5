package io.cioconnect.it.harness;

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
                .getOrComputeIfAbsent(SharedKafka.class, key -> new SharedKafka(Nodes.ofThisRun()), SharedKafka.class);
    }
}
