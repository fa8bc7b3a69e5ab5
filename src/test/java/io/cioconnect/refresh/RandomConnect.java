package io.cioconnect.refresh;

import io.cioconnect.record.TrackedRecord;
import io.cioconnect.sync.PassMarker;
import io.cioconnect.sync.RowRecord;
import io.cioconnect.testing.FakeConnect;
import io.cioconnect.testing.PassThread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Future;

/** A Connect whose producer, broker and offset flushes come at random, played by the test's thread. */
final class RandomConnect {
    private final FakeConnect connect;
    private final PassThread thread;
    private final boolean exactlyOnce;
    private final Random random;
    private final ModelJudge judge;

    RandomConnect(FakeConnect connect, PassThread thread, boolean exactlyOnce, Random random, ModelJudge judge) {
        this.connect = connect;
        this.thread = thread;
        this.exactlyOnce = exactlyOnce;
        this.random = random;
        this.judge = judge;
    }

    /** Plays Connect until the pass is over; false when it is to crash, so many events from its beginning. */
    boolean play(Future<PassMarker> pass, int eventsToCrash) throws InterruptedException {
        return play(pass, eventsToCrash, Integer.MAX_VALUE, () -> {});
    }

    /** @param pause happens once, so many events from the beginning */
    boolean play(Future<PassMarker> pass, int eventsToCrash, int eventsToPause, Runnable pause)
            throws InterruptedException {
        boolean paused = false;
        int patience = random.nextInt(20);
        int events = 0;
        while (true) {
            if (!paused && events >= eventsToPause) {
                paused = true;
                pause.run();
            }
            List<TrackedRecord> records = awaitRecords(pass);
            if (!exactlyOnce && thread.isAwaiting(connect.commits())) {
                if (++events > eventsToCrash) {
                    return false;
                }
                flush();
                flush();
                while (thread.isAwaiting(connect.commits())) {
                    Thread.onSpinWait();
                }
                continue;
            }
            if (records.isEmpty() && pass.isDone()) {
                return true;
            }
            for (TrackedRecord record : records) {
                connect.send(record);
                while (random.nextInt(20) > patience) {
                    operation();
                }
                if (++events > eventsToCrash) {
                    return false;
                }
            }
            while (settleOne()) {
                if (++events > eventsToCrash) {
                    return false;
                }
            }
        }
    }

    /** All records of a phase: the refresh thread waits for their outcome, or the pass is over. */
    private List<TrackedRecord> awaitRecords(Future<PassMarker> pass) throws InterruptedException {
        List<TrackedRecord> records = new ArrayList<>();
        while (records.isEmpty() && !pass.isDone() && (exactlyOnce || !thread.isAwaiting(connect.commits()))) {
            records.addAll(connect.poll(Duration.ofMillis(2)));
        }
        while (!records.isEmpty() && !thread.isAwaiting(((RowRecord) records.get(0)).outcomes())) {
            Thread.onSpinWait();
        }
        List<TrackedRecord> more = connect.poll(Duration.ZERO);
        while (!more.isEmpty()) {
            records.addAll(more);
            more = connect.poll(Duration.ZERO);
        }
        return records;
    }

    private void operation() throws InterruptedException {
        if (exactlyOnce) {
            connect.commit();
            return;
        }
        switch (random.nextInt(4)) {
            case 0 -> flushSometimes();
            case 1 -> connect.acknowledgeOne();
            default -> connect.appendOne();
        }
        judge.note();
    }

    private boolean settleOne() throws InterruptedException {
        if (exactlyOnce) {
            boolean open = connect.hasOpenTransaction();
            connect.commit();
            judge.note();
            return open;
        }
        if (random.nextInt(60) == 0) {
            flush();
        }
        boolean appended = connect.appendOne();
        boolean acknowledged = connect.acknowledgeOne();
        judge.note();
        return appended || acknowledged;
    }

    private void flushSometimes() throws InterruptedException {
        if (random.nextInt(5) == 0) {
            flush();
        }
    }

    /** As Connect does it once in a while, and at an orderly stop. */
    void flush() throws InterruptedException {
        connect.flush();
        judge.flushed();
    }
}
