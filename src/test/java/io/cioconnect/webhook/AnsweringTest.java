package io.cioconnect.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cioconnect.listener.Answer;
import io.cioconnect.pace.Gathering;
import io.cioconnect.testing.CapturedLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class AnsweringTest {
    private final List<Runnable> tasks = new ArrayList<>();
    private final Answering answering = new Answering(tasks::add);

    @Test
    void allThatHasGatheredIsAnsweredByOneTaskInOrder() {
        List<String> order = new ArrayList<>();
        answer("first", order, Answer.ACKNOWLEDGED);
        answer("second", order, Answer.UNAVAILABLE);
        assertThat(order).isEmpty();
        assertThat(tasks).hasSize(1);
        tasks.remove(0).run();
        assertThat(order).containsExactly("first ACKNOWLEDGED", "second UNAVAILABLE");
        answer("third", order, Answer.ACKNOWLEDGED);
        assertThat(tasks).as("the next one needs a task again").hasSize(1);
        tasks.remove(0).run();
        assertThat(order).hasSize(3);
    }

    @Test
    void whatComesWhileOthersAreAnsweredIsAnsweredToo() {
        List<String> order = new ArrayList<>();
        Delivery first = new Delivery();
        CompletableFuture<Void> more = first.answer().thenAccept(answer -> answer("second", order, answer));
        answering.answer(first, Answer.ACKNOWLEDGED);
        tasks.remove(0).run();
        assertThat(more).isCompleted();
        assertThat(order).containsExactly("second ACKNOWLEDGED");
        assertThat(tasks).isEmpty();
    }

    @Test
    void anErrorOfTheThreadDoesNotEndAllAnswers() {
        List<String> order = new ArrayList<>();
        var failsOnce = new Answering(task -> {
            if (tasks.isEmpty()) {
                tasks.add(task);
                throw new StackOverflowError("simulated");
            }
            task.run();
        });
        Delivery first = new Delivery();
        Delivery second = new Delivery();
        List.of(first, second).forEach(delivery -> {
            var told = delivery.answer().thenAccept(answer -> order.add(answer.name()));
            assertThat(told).isNotDone();
        });
        assertThatThrownBy(() -> failsOnce.answer(first, Answer.UNAVAILABLE)).isInstanceOf(StackOverflowError.class);
        failsOnce.answer(second, Answer.ACKNOWLEDGED);
        assertThat(order).containsExactly("UNAVAILABLE", "ACKNOWLEDGED");
    }

    @Test
    void whatFollowsTheAnswersIsDoneTogetherForAFew() {
        List<Integer> together = new ArrayList<>();
        Gathering<String> followUps = new Gathering<>(few -> together.add(few.size()));
        for (int i = 0; i < 40; i++) {
            answerThen(() -> assertThat(followUps.keep("next request")).isTrue());
        }
        tasks.remove(0).run();

        assertThat(together)
                .as("not one for each, and none has to wait for all")
                .containsExactly(16, 16, 8);
    }

    @Test
    void aFollowUpThatFailsKeepsNoAnswerBack() {
        List<String> order = new ArrayList<>();
        Gathering<String> broken = new Gathering<>(few -> {
            throw new IllegalStateException("simulated");
        });
        try (CapturedLog log = new CapturedLog()) {
            answerThen(() -> broken.keep("next request"));
            for (int i = 0; i < 20; i++) {
                answer("after it", order, Answer.ACKNOWLEDGED);
            }
            tasks.remove(0).run();

            assertThat(log.lines("could not be read after its answer")).hasSize(1);
        }
        assertThat(order).hasSize(20);
        answer("later", order, Answer.ACKNOWLEDGED);
        tasks.remove(0).run();
        assertThat(order).hasSize(21);
    }

    private void answerThen(Runnable followUp) {
        Delivery delivery = new Delivery();
        CompletableFuture<Void> done = delivery.answer().thenAccept(answer -> followUp.run());
        answering.answer(delivery, Answer.ACKNOWLEDGED);
        assertThat(done).isNotDone();
    }

    private void answer(String name, List<String> order, Answer outcome) {
        Delivery delivery = new Delivery();
        CompletableFuture<Void> told = delivery.answer().thenAccept(answer -> order.add(name + " " + answer));
        answering.answer(delivery, outcome);
        assertThat(told).isNotNull();
    }
}
